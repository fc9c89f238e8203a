import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { promisify } from "node:util";
import { chosenEngine, type Engine, pulumiCli } from "./pulumiCli.js";

const root = resolve(__dirname, "../..");
const ON_THE_ENGINE = /[\\/]test[\\/](engine|languages|package|matrix)[\\/]/;

/**
 * Prepares what tests need, before all tests and without a time limit: `dist/` if it is missing, and, for tests of the engine,
 * the Pulumi CLI, which may have to be built.
 */
export async function mochaGlobalSetup(this: Mocha.Runner): Promise<void> {
  if (!existsSync(resolve(root, "dist"))) {
    console.error("compiling into dist/");
    await promisify(execFile)("npm", ["run", "build"], { cwd: root });
  }

  const files = this.suite.suites.map(({ file = "" }) => file);
  // With --parallel, as in `npm test`, other processes load the files.
  const known = files.length > 0;
  if (known && !files.some((file) => ON_THE_ENGINE.test(file))) return;
  const engines: Engine[] = files.some((file) => file.includes("matrix"))
    ? ["default", "newest"]
    : [chosenEngine];
  for (const engine of engines) await pulumiCli(engine);
}
