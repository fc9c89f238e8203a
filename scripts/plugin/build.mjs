// Bundles the provider plugin into one executable file, for machines that only have Node.js.
import { chmodSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/** Returns the files in the bundle. */
export async function bundle(outfile) {
  mkdirSync(dirname(outfile), { recursive: true });
  const { metafile } = await build({
    entryPoints: ["plugin/main.ts"],
    outfile,
    bundle: true,
    platform: "node",
    target: "node20",
    minify: true,
    // Keeps the names of errors and of gRPC's methods.
    keepNames: true,
    // package.mjs adds the full licences next to it.
    legalComments: "none",
    metafile: true,
    banner: { js: "#!/usr/bin/env node" },
    define: { CONFIG_NAMESPACE: JSON.stringify("huaweicloud-dc:") },
  });
  chmodSync(outfile, 0o755);
  return Object.values(metafile.outputs).flatMap(({ inputs }) =>
    Object.entries(inputs)
      .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
      .map(([file]) => file),
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [outfile = "plugin/bin/pulumi-resource-huaweicloud-dc"] =
    process.argv.slice(2);
  await bundle(outfile);
}
