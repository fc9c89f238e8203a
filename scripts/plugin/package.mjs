// Packs the provider plugin into dist-plugin/: as an npm package, and as the archives that Pulumi installs. Packing the same
// source again gives the same bytes.
import console from "node:console";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { resolve } from "node:path";
import process from "node:process";
import { create } from "tar";
import { bundle } from "./build.mjs";
import { licences } from "./licences.mjs";

const MAX_BYTES = 1_500_000;
const EXECUTABLE = "pulumi-resource-huaweicloud-dc";
const [out = "dist-plugin"] = process.argv.slice(2);
const folder = `${out}/npm`;

rmSync(out, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });

const files = await bundle(`${folder}/${EXECUTABLE}`);
const { size } = statSync(`${folder}/${EXECUTABLE}`);
if (size > MAX_BYTES) {
  throw new Error(
    `The plugin has ${size} bytes, but at most ${MAX_BYTES} are allowed.`,
  );
}
writeFileSync(`${folder}/THIRD_PARTY_LICENSES.txt`, licences(files));
copyFileSync("LICENSE", `${folder}/LICENSE`);
copyFileSync("plugin/npm/README.md", `${folder}/README.md`);

const { version, license, repository, homepage, bugs, engines } = JSON.parse(
  readFileSync("package.json", "utf8"),
);
const manifest = {
  name: "pulumi-huaweicloud-dc-plugin",
  version,
  description:
    "The Pulumi provider plugin for Huawei Cloud Direct Connect connectivity detection, for programs in YAML, Python, Go and Java.",
  keywords: ["pulumi", "huaweicloud", "direct-connect"],
  license,
  repository,
  homepage,
  bugs,
  // Otherwise a folder above could make Node.js read the executable as a module.
  type: "commonjs",
  bin: { [EXECUTABLE]: EXECUTABLE },
  files: [EXECUTABLE, "THIRD_PARTY_LICENSES.txt"],
  engines,
};
writeFileSync(
  `${folder}/package.json`,
  `${JSON.stringify(manifest, null, 2)}\n`,
);
execFileSync("npm", ["pack", "--silent", "--pack-destination", resolve(out)], {
  cwd: folder,
});

/** All platforms get the same files. Windows starts an executable through the `.cmd` next to it. */
async function archive(platform, from, names) {
  const file = `${out}/${EXECUTABLE}-v${version}-${platform}.tar.gz`;
  await create(
    {
      file,
      cwd: from,
      gzip: { level: 9 },
      portable: true,
      mtime: new Date("1985-10-26T08:15:00Z"), // as npm does
    },
    names.sort(),
  );
}
const names = readdirSync(folder);
for (const arch of ["amd64", "arm64"]) {
  for (const os of ["darwin", "linux"]) {
    await archive(`${os}-${arch}`, folder, names);
  }
}
const windows = `${out}/windows`;
mkdirSync(windows);
for (const name of names)
  copyFileSync(`${folder}/${name}`, `${windows}/${name}`);
writeFileSync(
  `${windows}/${EXECUTABLE}.cmd`,
  `@node "%~dp0${EXECUTABLE}" %*\r\n`,
);
for (const arch of ["amd64", "arm64"]) {
  await archive(`windows-${arch}`, windows, readdirSync(windows));
}
rmSync(windows, { recursive: true });

const packed = readdirSync(out).filter((name) => name.endsWith("gz"));
const sums = packed.map((name) => {
  const bytes = readFileSync(`${out}/${name}`);
  console.log(`${out}/${name}  ${bytes.length} bytes`);
  return `${createHash("sha256").update(bytes).digest("hex")}  ${name}\n`;
});
writeFileSync(`${out}/SHA256SUMS`, sums.join(""));
