/**
 * Shows the package on this machine, without a connection: an emulated cloud, the real Pulumi, and the repository's own project
 * and examples.
 */
import { spawn } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, delimiter, isAbsolute, join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { emulatorControl } from "../emulator/controlClient.js";
import * as seed from "../emulator/seed.js";
import { startEmulatorProcess } from "../test/support/emulatorProcess.js";
import { findPulumi, type PulumiCli } from "./cli/findPulumi.js";
import { findLanguageHost } from "./cli/languages.js";

const root = resolve(__dirname, "..");
const stack = `demo-${String(process.pid)}`;

const YAML = `name: line
runtime: yaml
plugins: { providers: [{ name: huaweicloud-dc, path: ${join(root, "plugin/bin")} }] }
resources:
  line:
    type: huaweicloud-dc:VifPeerDetection
    properties: { vifPeerId: ${seed.documentedDetection.vif_peer_id}, expect: { maxLossRatio: 1 } }
outputs: { status: "\${line.status}", lossRatio: "\${line.lossRatio}" }
`;

function say(text: string): void {
  console.log(`\n\x1b[1m${text}\x1b[0m`);
}

/** Runs a command and prints it with its output. */
function show(
  project: string,
  environment: NodeJS.ProcessEnv,
  ...args: string[]
): Promise<number | null> {
  const name = isAbsolute(project) ? basename(project) : project;
  const prompt = project === "." ? "$" : `${name} $`;
  console.log(`\n  ${prompt} pulumi ${args.join(" ")}`);
  const child = spawn(
    "pulumi",
    [...args, "--stack", stack, "--non-interactive"],
    {
      cwd: resolve(root, project),
      env: environment,
      timeout: 180_000,
    },
  );
  for (const stream of [child.stdout, child.stderr]) {
    createInterface(stream).on("line", (line) => {
      // Progress dots are left out.
      if (!/^(@ .*)?\.*$/.test(line)) console.log(`  | ${line}`);
    });
  }
  return new Promise((done, failed) => {
    child.on("error", failed);
    child.on("close", done);
  });
}

function log(line: string): void {
  console.log(line);
}

/** The PATH on which YAML programs run. If they cannot run, logs why and returns undefined. */
async function pathForYaml(
  cli: PulumiCli,
  path: string,
): Promise<string | undefined> {
  try {
    const host = await findLanguageHost(cli, "yaml", { log });
    return host === undefined ? path : `${path}${delimiter}${host}`;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    console.log(
      `\n  Skipped, because there is no language host for YAML: ${reason}`,
    );
    return undefined;
  }
}

async function main(): Promise<void> {
  const cli = await findPulumi({ log });
  const folder = await mkdtemp(join(tmpdir(), "demo-"));
  const emulator = await startEmulatorProcess();
  const cloud = emulatorControl(emulator.url);
  const environment: NodeJS.ProcessEnv = {
    ...process.env,
    PATH: `${cli.directory}:${process.env["PATH"] ?? ""}`,
    PULUMI_HOME: folder,
    PULUMI_BACKEND_URL: `file://${folder}`,
    PULUMI_CONFIG_PASSPHRASE: "",
    PULUMI_SKIP_UPDATE_CHECK: "1",
    // Saves an eighth of the time from the second run on, with Node.js 22 or newer.
    NODE_COMPILE_CACHE: join(folder, "compile-cache"),
    HW_REGION_NAME: seed.region,
    HW_PROJECT_ID: seed.projectId,
    HW_ACCESS_KEY: seed.accessKey,
    HW_SECRET_KEY: seed.secretKey,
  };
  const measuring = "examples/measure-and-gate";
  const reading = [".", "examples/deployment-gate", "examples/policy-gate"];
  const projects = [...reading, measuring];
  const pulumi = async (
    project: string,
    expected: "succeeds" | "is stopped",
    ...args: string[]
  ) => {
    const code = await show(project, environment, ...args);
    if ((code === 0) !== (expected === "succeeds")) {
      throw new Error(`unexpected exit status ${String(code)}`);
    }
  };

  const set = async (project: string, namespace: string) => {
    const key = `${namespace}:endpoints.dc`;
    await pulumi(project, "succeeds", "stack", "init");
    // prettier-ignore
    await pulumi(project, "succeeds", "config", "set", "--path", key, emulator.url);
  };

  // Ctrl-C ends the running command. Then cleanup runs, as after any failure.
  process.once("SIGINT", () => undefined);
  try {
    say(
      `An emulated cloud runs at ${emulator.url}. Like the real one, it verifies signatures.`,
    );
    for (const project of projects) await set(project, "huaweicloud");

    say(
      "1. The preview already knows the result: status and loss ratio are outputs, not [unknown].",
    );
    await pulumi(".", "succeeds", "preview");

    say("2. The update exports the same values.");
    await pulumi(".", "succeeds", "up", "--yes", "--skip-preview");

    say(
      "3. The line now loses 7 % of its packets. The program allows 1 %: the preview fails.",
    );
    await cloud.patchDetection(seed.documentedDetection.id, { loss_ratio: 7 });
    await pulumi("examples/deployment-gate", "is stopped", "preview");
    console.log("\n  An update without a preview stops before the route too:");
    await pulumi(
      "examples/deployment-gate",
      "is stopped",
      "up",
      "--yes",
      "--skip-preview",
    );

    say(
      "4. A policy pack, which another team may own, stops a program that sets no limit itself.",
    );
    const pack = [
      "--policy-pack",
      "policy-pack",
      "--policy-pack-config",
      "line.json",
    ];
    await pulumi("examples/policy-gate", "is stopped", "preview", ...pack);

    say("5. The line is repaired. The same programs pass.");
    await cloud.patchDetection(seed.documentedDetection.id, { loss_ratio: 0 });
    await pulumi(
      "examples/deployment-gate",
      "succeeds",
      "up",
      "--yes",
      "--skip-preview",
    );
    await pulumi(
      "examples/policy-gate",
      "succeeds",
      "up",
      "--yes",
      "--skip-preview",
      ...pack,
    );

    say(
      "6. The update measures the line itself and creates the route only if the line is good.",
    );
    for (const [loss_ratio, expected] of [
      [7, "is stopped"],
      [0, "succeeds"],
    ] as const) {
      await cloud.settings({
        createdDetection: { completes_after_ms: 3_000, loss_ratio },
      });
      await pulumi(measuring, expected, "up", "--yes", "--skip-preview");
    }

    say(
      "7. YAML has the same resource. These eight lines are a complete program, without node_modules:",
    );
    console.log(YAML.replaceAll(root, "…").replace(/^/gm, "    ").trimEnd());
    const path = await pathForYaml(cli, environment["PATH"] ?? "");
    if (path !== undefined) {
      const yaml = join(folder, "yaml");
      await mkdir(yaml);
      await writeFile(join(yaml, "Pulumi.yaml"), YAML);
      environment["PATH"] = path;
      await set(yaml, "huaweicloud-dc");
      await pulumi(yaml, "succeeds", "preview");
    }

    say(
      "8. Destroying the measured stack deletes its detection. Destroying the others sends no requests and needs no settings.",
    );
    const destroy = (project: string) =>
      pulumi(
        project,
        "succeeds",
        "destroy",
        "--yes",
        "--skip-preview",
        "--remove",
      );
    await destroy(measuring);
    await cloud.clearRequests();
    for (const project of reading) await destroy(project);
    const { length } = await cloud.requests();
    say(
      `Destroying sent ${String(length)} requests. The demo is over; it leaves nothing on this machine.`,
    );
  } finally {
    await emulator.stop();
    await rm(folder, { recursive: true, force: true });
    for (const project of projects) {
      await rm(resolve(root, project, `Pulumi.${stack}.yaml`), { force: true });
    }
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
