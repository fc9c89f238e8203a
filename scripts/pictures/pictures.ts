/**
 * Redraws the pictures in docs/: the demo from a run of the demo, and the performance chart from the table that `npm run bench`
 * wrote.
 */
import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { promisify } from "node:util";
import { chart } from "../bench/chart.js";
import { architecture } from "./architecture.js";
import { terminal } from "./terminal.js";

const root = resolve(__dirname, "../..");
const docs = resolve(root, "docs");

async function main(): Promise<void> {
  await writeFile(resolve(docs, "architecture.svg"), architecture());
  const page = await readFile(resolve(docs, "performance.md"), "utf8");
  await writeFile(resolve(docs, "performance.svg"), chart(page));
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["--import", "tsx", "scripts/demo.ts"],
    { cwd: root, maxBuffer: 2 ** 24 },
  );
  await writeFile(resolve(docs, "demo.svg"), terminal(stdout));
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
