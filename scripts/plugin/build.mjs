// Bundles the provider plugin into one executable file, for machines that have Node.js and nothing else of ours.
import { chmodSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";
import process from "node:process";
import { build } from "esbuild";

const [outfile = "plugin/bin/pulumi-resource-huaweicloud-dc"] =
  process.argv.slice(2);
mkdirSync(dirname(outfile), { recursive: true });
await build({
  entryPoints: ["plugin/main.ts"],
  outfile,
  bundle: true,
  platform: "node",
  target: "node20",
  minify: true,
  // The names of errors and of gRPC's methods.
  keepNames: true,
  banner: { js: "#!/usr/bin/env node" },
  define: { CONFIG_NAMESPACE: JSON.stringify("huaweicloud-dc:") },
});
chmodSync(outfile, 0o755);
