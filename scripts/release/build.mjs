// Compiles a compact dist/: one minified file for each entry point, and only the declarations that users see.
import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import process from "node:process";
import { build } from "esbuild";

const run = (...args) =>
  execFileSync(process.execPath, args, { stdio: "inherit" });

rmSync("dist", { recursive: true, force: true });
run("node_modules/typescript/bin/tsc", "-p", "tsconfig.build.json");
run("node_modules/rollup/dist/bin/rollup", "--config", "rollup.config.mjs");
for (const room of ["sdk", "provider"]) {
  rmSync(`dist/${room}`, { recursive: true });
}

// Programs load the provider's index at once and the rest only for a lookup, so these stay separate files.
const apart = {
  name: "apart",
  setup({ onResolve }) {
    onResolve(
      { filter: /^(\.\.\/provider\/index|\.\/dynamicProvider)\.js$/ },
      (args) => ({
        path: args.path,
        external: true,
      }),
    );
  },
};
await build({
  entryPoints: [
    "sdk/index.ts",
    "sdk/policies/index.ts",
    "provider/index.ts",
    "provider/dynamicProvider.ts",
  ],
  outbase: ".",
  outdir: "dist",
  bundle: true,
  packages: "external",
  platform: "node",
  target: "node20",
  minify: true,
  // Users see the names of classes in printed objects.
  keepNames: true,
  plugins: [apart],
});
