/**
 * A registry shows the README without the repository, so `prepack` makes its links absolute, and `postpack` restores the file.
 * Without a repository in package.json, both do nothing.
 */
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, resolve } from "node:path";
import { manifest, repositoryPage, root } from "./repository.js";

const README = resolve(root, "README.md");
const SAVED = resolve(root, "node_modules/.cache/release/README.md");

/** Makes each relative link point to the files of the version. */
export function withAbsoluteLinks(
  text: string,
  page: string,
  tag: string,
): string {
  return text.replace(
    /(!?)(\[[^\]]*\])\((?!https?:|#)([^)]+)\)/g,
    (_, picture: string, label: string, link: string) => {
      const [path = ""] = link.split("#");
      const isFolder = statSync(resolve(root, path)).isDirectory();
      const kind = picture ? "raw" : isFolder ? "tree" : "blob";
      return `${picture}${label}(${page}/${kind}/${tag}/${link})`;
    },
  );
}

function restore(): void {
  if (existsSync(SAVED)) renameSync(SAVED, README);
}

function prepare(): void {
  // The last pack was interrupted.
  restore();
  const known = manifest();
  const page = repositoryPage(known);
  if (page === undefined) return;
  const text = readFileSync(README, "utf8");
  mkdirSync(dirname(SAVED), { recursive: true });
  copyFileSync(README, SAVED);
  writeFileSync(README, withAbsoluteLinks(text, page, `v${known.version}`));
}

if (require.main === module) {
  if (process.argv[2] === "restore") restore();
  else prepare();
}
