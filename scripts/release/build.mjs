// Compiles dist/, compact: the code without blanks and comments, and of the declarations only what users see.
import { execFileSync } from "node:child_process";
import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { build } from "esbuild";

const run = (...args) =>
  execFileSync(process.execPath, args, { stdio: "inherit" });
const filesOf = (ending) =>
  ["sdk", "provider"].flatMap((room) =>
    readdirSync(join("dist", room), { recursive: true })
      .filter((name) => name.endsWith(ending))
      .map((name) => join("dist", room, name)),
  );

rmSync("dist", { recursive: true, force: true });
run("node_modules/typescript/bin/tsc", "-p", "tsconfig.build.json");
run("node_modules/rollup/dist/bin/rollup", "--config", "rollup.config.mjs");
for (const file of filesOf(".d.ts")) rmSync(file);
await build({
  entryPoints: filesOf(".js"),
  outbase: "dist",
  outdir: "dist",
  allowOverwrite: true,
  // Not the syntax: Node.js must still see the names of the exports.
  minifyWhitespace: true,
  minifyIdentifiers: true,
  // Without it, names at the top level are kept, as in a script that others share.
  format: "cjs",
  target: "node20",
});
