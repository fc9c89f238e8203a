import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect } from "chai";
import { REQUEST_FAILURE_REASONS } from "../../provider/huaweicloud/errors.js";

const root = resolve(__dirname, "../..");
const page = readFileSync(resolve(root, "docs/troubleshooting.md"), "utf8");

const sources = ["provider", "sdk", "plugin"].flatMap((folder) =>
  readdirSync(resolve(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => join(folder, name)),
);

/** The beginning of a message in the source. */
const RAISED =
  /(?:new (?:pulumi\.)?\w*(?:Error|Unusable)\(|problems\.(?:push|unshift)\(|throw wrong\()\s*\[?\s*(`[^`]*`|"[^"]*")/g;
/** Files in which most strings are messages for users. */
const SAID = [
  "provider/inputs.ts",
  "provider/ignoredPaths.ts",
  "provider/detections/expectations.ts",
];
const SENTENCE = /`[^`]*`|"[^"\n]*"/g;

/** The constant parts of a message. */
function constantParts(literal: string): string[] {
  return literal
    .slice(1, -1)
    .split(/\$\{[^}]*\}?/)
    .map((part) => part.replace(/^[\s",:;.(]+|[\s",:;.(]+$/g, ""))
    .filter((part) => part.split(" ").length >= 3);
}

describe("The troubleshooting page", () => {
  for (const reason of REQUEST_FAILURE_REASONS) {
    it(`has a row for requests that fail by "${reason}"`, () => {
      expect(page).to.match(new RegExp(`^\\| \`${reason}\` `, "m"));
    });
  }

  for (const source of sources) {
    const text = readFileSync(resolve(root, source), "utf8").replace(
      /\/\*\*?[^]*?\*\/|\s\/\/.*$/gm,
      "",
    );
    const literals = SAID.includes(source)
      ? [...text.matchAll(SENTENCE)].map(([literal]) => literal)
      : [...text.matchAll(RAISED)].map(([, literal = ""]) => literal);
    for (const literal of literals) {
      const parts = constantParts(literal);
      if (parts.length === 0) continue;
      it(`has a row for ${literal} of ${source}`, () => {
        expect(
          parts.some((part) => page.includes(part)),
          parts.join(" … "),
        ).to.equal(true);
      });
    }
  }
});
