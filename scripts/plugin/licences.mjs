import { readdirSync, readFileSync } from "node:fs";

/** Other licences would require more than including their text. */
const ALLOWED = [
  "Apache-2.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "ISC",
  "MIT",
  "(BSD-3-Clause AND Apache-2.0)",
];

/** The licences of the packages that these bundled files belong to, as one text. */
export function licences(files) {
  const folders = files.flatMap(
    (file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? [],
  );
  const texts = [...new Set(folders)]
    .map((folder) => ({ folder, ...manifestOf(folder) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ folder, name, version, license, author, repository }) => {
      if (!ALLOWED.includes(license)) {
        throw new Error(
          `${name} has the licence ${license}: may it be bundled?`,
        );
      }
      const by = typeof author === "object" ? author.name : author;
      const where = repository?.url ?? repository;
      const head = [`${name} ${version}`, license, by, where];
      return [head.filter(Boolean).join("\n"), ...textsOf(folder)].join("\n\n");
    });
  return `${["This plugin contains the following packages.", ...texts].join(
    `\n\n${"-".repeat(80)}\n\n`,
  )}\n`;
}

function manifestOf(folder) {
  return JSON.parse(readFileSync(`${folder}/package.json`, "utf8"));
}

/** Some packages have their licence at the end of the README; some have only its name. */
function textsOf(folder) {
  const read = (name) => readFileSync(`${folder}/${name}`, "utf8").trim();
  const names = readdirSync(folder).sort();
  const own = names.filter((name) =>
    /^(licen[cs]e|notice|copying)/i.test(name),
  );
  if (own.length > 0) return own.map(read);
  return names
    .filter((name) => /^readme/i.test(name))
    .flatMap((name) => /^#*\s*licen[cs]e\s[^]*/im.exec(read(name)) ?? []);
}
