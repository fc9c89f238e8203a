import { findPulumi, type PulumiCli } from "../../scripts/cli/findPulumi.js";

export type Engine = "default" | "newest";

/** The engine that PULUMI_ENGINE selects. */
export const chosenEngine: Engine =
  process.env["PULUMI_ENGINE"] === "newest" ? "newest" : "default";

const found = new Map<Engine, Promise<PulumiCli>>();

/** The Pulumi CLI to test with. Each process looks for it once. */
export function pulumiCli(engine: Engine = chosenEngine): Promise<PulumiCli> {
  const cli = found.get(engine) ?? findPulumi({ version: engine });
  found.set(engine, cli);
  return cli;
}
