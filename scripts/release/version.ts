/** Called by `npm version`. Sets the version of the companion packages too, in the same commit. */
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { manifest, root } from "./repository.js";

interface Companion {
  version?: string;
  dependencies?: Record<string, string>;
}

const { name, version } = manifest();

function change(path: string, edit: (companion: Companion) => void): void {
  const file = resolve(root, path);
  const companion = JSON.parse(readFileSync(file, "utf8")) as Companion;
  edit(companion);
  writeFileSync(file, `${JSON.stringify(companion, null, 2)}\n`);
  execFileSync("git", ["add", path], { cwd: root });
}

change("policy-pack/package.json", (pack) => {
  pack.version = version;
});
change("template/package.json", (template) => {
  template.dependencies = {
    ...template.dependencies,
    [name]: `^${version}`,
  };
});
