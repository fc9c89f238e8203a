import { execFile } from "node:child_process";
import {
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  symlink,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { promisify } from "node:util";
import { expect } from "chai";
import { pluginReference } from "../../scripts/pluginReference.js";
import { reference } from "../../scripts/reference.js";

const root = resolve(__dirname, "../..");
const read = (path: string) => readFile(resolve(root, path), "utf8");

describe("The documentation", () => {
  it("has the reference generated from the doc comments (npm run reference)", async () => {
    expect(await read("docs/reference.md")).to.equal(await reference());
  });

  it("describes each member in the reference", async () => {
    expect((await reference()).match(/^\|.*\| +\|$/gm)).to.equal(null);
  });

  it("has the plugin's reference generated from the schema (npm run reference)", async () => {
    expect(await read("docs/reference-plugin.md")).to.equal(
      await pluginReference(),
    );
  });

  it("has no broken links", async () => {
    const pages = [
      ...["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md"],
      ...(await readdir(resolve(root, "docs")))
        .filter((name) => name.endsWith(".md"))
        .map((name) => `docs/${name}`),
    ];
    for (const page of pages) {
      for (const [, link = ""] of (await read(page)).matchAll(
        /\]\((?!https?:)([^)]+)\)/g,
      )) {
        const [path = "", anchor] = link.split("#");
        const target = path === "" ? page : join(dirname(page), path);
        const found = await read(target).catch((error: unknown) =>
          (error as NodeJS.ErrnoException).code === "EISDIR" ? "" : undefined,
        );
        expect(found, `${link} of ${page}`).to.be.a("string");
        if (anchor === undefined) continue;
        const anchors = (found ?? "")
          .split("\n")
          .filter((line) => line.startsWith("#"))
          .map((line) =>
            line
              .replace(/^#+ /, "")
              .toLowerCase()
              .replace(/[^\w -]/g, "")
              .replaceAll(" ", "-"),
          );
        expect(anchors, `${link} of ${page}`).to.include(anchor);
      }
    }
  });

  it("shows a test without network that runs unchanged", async () => {
    const [, code = ""] =
      /```js\n([^]*?)```/.exec(await read("docs/testing.md")) ?? [];
    const folder = await mkdtemp(join(tmpdir(), "docs-"));
    try {
      const packages = join(folder, "node_modules");
      await mkdir(packages);
      await symlink(root, join(packages, "pulumi-huaweicloud-dc"));
      for (const name of ["@pulumi", "chai", "mocha"]) {
        await symlink(join(root, "node_modules", name), join(packages, name));
      }
      await writeFile(join(folder, "program.test.js"), code);
      const { stdout } = await promisify(execFile)(
        process.execPath,
        [
          join(packages, "mocha/bin/mocha.js"),
          "--no-config",
          "program.test.js",
        ],
        // The variables of this process would tell the inner Mocha that it runs under a test.
        { cwd: folder, env: { PATH: process.env["PATH"] } },
      );
      expect(stdout).to.match(/2 passing/);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
