import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import type { PulumiCli } from "../../scripts/cli/findPulumi";
import { findLanguageHost } from "../../scripts/cli/languages";

describe("findLanguageHost", () => {
  let root: string;
  let path: string;

  beforeEach(function () {
    if (process.platform === "win32") this.skip();
    root = mkdtempSync(join(tmpdir(), "languages-"));
    path = join(root, "path");
    mkdirSync(path);
    mkdirSync(join(root, "cli"));
  });

  afterEach(() => {
    rmSync(root, { recursive: true, force: true });
  });

  const find = (origin: PulumiCli["origin"]) => {
    const directory = join(root, "cli");
    const command = join(directory, "pulumi");
    return findLanguageHost(
      { command, directory, version: "3.150.0", origin },
      "yaml",
      {
        log: () => undefined,
        env: { PATH: path, XDG_CACHE_HOME: join(root, "cache") },
      },
    );
  };

  function fake(directory: string, name: string, script = ""): void {
    const file = join(directory, name);
    writeFileSync(file, `#!${process.execPath}\n${script}\n`);
    chmodSync(file, 0o755);
  }

  /** "Builds" empty files, and notes each build. */
  const go = () => `
    const fs = require("fs");
    const { basename, join } = require("path");
    const [command, ...rest] = process.argv.slice(2);
    if (command === "build") {
      fs.appendFileSync(${JSON.stringify(join(root, "builds"))}, "x");
      const folder = rest[rest.indexOf("-o") + 1];
      for (const target of rest.slice(rest.indexOf("-o") + 2))
        fs.writeFileSync(join(folder, basename(target)), "");
    }
    if (command === "list") {
      const exec = ${JSON.stringify(join(root, "module", "python/cmd"))};
      fs.mkdirSync(exec, { recursive: true });
      fs.writeFileSync(join(exec, "pulumi-language-python-exec"), "");
      console.log(${JSON.stringify(join(root, "module"))});
    }`;
  const builds = () => existsSync(join(root, "builds"));

  it("builds nothing if the host is next to the user's CLI", async () => {
    fake(join(root, "cli"), "pulumi-language-yaml");
    expect(await find("npm")).to.equal(undefined);
  });

  it("builds nothing if the host is on the PATH", async () => {
    fake(path, "pulumi-language-yaml");
    expect(await find("path")).to.equal(undefined);
  });

  it("builds the hosts once, and puts them next to a CLI that was built here", async () => {
    fake(path, "go", go());
    const built = await find("go");
    const host = join(built ?? "", "pulumi-language-yaml");
    expect(readlinkSync(join(root, "cli", "pulumi-language-yaml"))).to.equal(
      host,
    );
    expect(builds()).to.equal(true);
    rmSync(join(root, "builds"));
    expect(await find("go")).to.equal(built);
    expect(builds()).to.equal(false);
  });

  it("does not change the user's own CLI", async () => {
    fake(path, "go", go());
    await find("path");
    expect(existsSync(join(root, "cli", "pulumi-language-yaml"))).to.equal(
      false,
    );
  });

  it("says what is missing if Go is not installed", async () => {
    const problem = await find("go").catch((error: unknown) => error);
    expect(String(problem)).to.contain("go is not on the PATH");
  });
});
