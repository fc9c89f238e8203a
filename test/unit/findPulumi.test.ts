import { spawn } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { findPulumi } from "../../scripts/cli/findPulumi";

describe("findPulumi", () => {
  let root: string;
  let path: string;
  let cache: string;
  let lines: string[];

  beforeEach(function () {
    if (process.platform === "win32") this.skip();
    root = mkdtempSync(join(tmpdir(), "pulumi-cli-"));
    path = join(root, "path");
    cache = join(root, "cache", "pulumi-huaweicloud-dc");
    mkdirSync(path);
    lines = [];
  });

  afterEach(() => {
    rmSync(root, { recursive: true, force: true });
  });

  const environment = () => ({
    PATH: path,
    XDG_CACHE_HOME: join(root, "cache"),
  });
  const find = (version: "default" | "newest" = "default") =>
    findPulumi({
      version,
      log: (line) => lines.push(line),
      env: environment(),
    });
  const messageOf = (promise: Promise<unknown>): Promise<string> =>
    promise.then(
      () => "found",
      (error: unknown) => (error as Error).message,
    );

  /** A command that is a Node script: the PATH of these tests contains nothing else. */
  function fake(directory: string, name: string, script: string): void {
    mkdirSync(directory, { recursive: true });
    const file = join(directory, name);
    writeFileSync(file, `#!${process.execPath}\n${script}\n`);
    chmodSync(file, 0o755);
  }
  const pulumi = (version: string) => `console.log("v${version}")`;
  const failing = (message: string) =>
    `console.error("${message}"); process.exit(1)`;
  /** Has only these engine versions, and "builds" a CLI that reports its version. */
  const go = (...engines: string[]) => `
    const fs = require("fs");
    const [command, ...rest] = process.argv.slice(2);
    if (command === "get") {
      const [target, version] = rest[0].split("@v");
      if (target.endsWith("/cmd/pulumi") && !${JSON.stringify(engines)}.includes(version)) {
        console.error("403 Forbidden");
        process.exit(1);
      }
    }
    if (command === "build" && rest.at(-1).endsWith("/cmd/pulumi")) {
      const version = /Version=(\\S+)/.exec(rest.join(" "))[1];
      const file = rest[rest.indexOf("-o") + 1] + "pulumi";
      fs.writeFileSync(file, "#!${process.execPath}\\nconsole.log('" + version + "')", { mode: 0o755 });
    }`;

  describe("on the PATH", () => {
    it("uses a CLI that is new enough", async () => {
      fake(path, "pulumi", pulumi("3.150.0"));
      expect(await find()).to.deep.equal({
        command: join(path, "pulumi"),
        directory: path,
        version: "3.150.0",
        origin: "path",
      });
    });

    it("uses a later one if the first is too old", async () => {
      const first = path;
      const second = join(root, "second");
      fake(first, "pulumi", pulumi("3.99.1"));
      fake(second, "pulumi", pulumi("3.200.0"));
      path = `${first}:${second}`;
      expect((await find()).directory).to.equal(second);
      expect(lines).to.deep.equal([
        `${join(first, "pulumi")}: is 3.99.1, but 3.150.0 or newer is required`,
      ]);
    });

    it("does not use an older one as the newest", async () => {
      fake(path, "pulumi", pulumi("3.150.0"));
      expect(await messageOf(find("newest"))).to.include("is 3.150.0, but 3.");
    });

    it("does not use one that does not run", async () => {
      fake(path, "pulumi", failing("no such architecture"));
      expect(await messageOf(find())).to.include(
        "pulumi ended with exit code 1: no such architecture",
      );
    });
  });

  describe("in the cache", () => {
    it("uses the newest suitable one, without npm or Go", async () => {
      for (const name of [
        "3.140.0-npm",
        "3.150.0-go",
        "3.162.0-npm",
        "3.259.0-go",
      ])
        fake(join(cache, `pulumi-${name}`), "pulumi", pulumi(name.slice(0, 7)));
      const { version, origin } = await find();
      expect({ version, origin }).to.deep.equal({
        version: "3.162.0",
        origin: "npm",
      });
      expect((await find("newest")).version).to.equal("3.259.0");
    });
  });

  describe("by npm", () => {
    const npm = `
      const fs = require("fs");
      fs.mkdirSync("node_modules/pulumi", { recursive: true });
      fs.writeFileSync("node_modules/pulumi/package.json", JSON.stringify({ version: "3.300.0" }));
      fs.writeFileSync("node_modules/pulumi/run.js", \`
        const fs = require("fs");
        const bin = process.env.PULUMI_HOME + "/versions/3.300.0/bin";
        fs.mkdirSync(bin, { recursive: true });
        fs.writeFileSync(bin + "/pulumi", "#!${process.execPath}\\\\nconsole.log('v3.300.0')", { mode: 0o755 });
      \`);`;

    it("keeps only the CLI that the package downloads", async () => {
      fake(path, "npm", npm);
      const found = await find();
      expect(found).to.deep.include({ version: "3.300.0", origin: "npm" });
      expect(readdirSync(cache)).to.deep.equal(["pulumi-3.300.0-npm"]);
      fake(path, "npm", failing("must not be called again"));
      expect(await find()).to.deep.equal(found);
    });
  });

  describe("by Go", () => {
    it("builds the newest available engine", async () => {
      fake(path, "npm", failing("no connection"));
      fake(path, "go", go("3.230.0", "3.225.0"));
      const found = await find("newest");
      expect(found).to.deep.include({ version: "3.230.0", origin: "go" });
      expect(readdirSync(found.directory).sort()).to.deep.equal([
        "pulumi",
        "pulumi-analyzer-policy",
        "pulumi-resource-pulumi-nodejs",
      ]);
      expect(readdirSync(cache)).to.deep.equal(["pulumi-3.230.0-go"]);
    });

    it("replaces a damaged CLI in the cache", async () => {
      fake(path, "go", go("3.150.0"));
      fake(join(cache, "pulumi-3.150.0-go"), "pulumi", failing("damaged"));
      expect((await find()).version).to.equal("3.150.0");
    });

    it("installs once if two processes need it at the same time: one waits for the other", async () => {
      const calls = join(root, "calls");
      fake(
        path,
        "go",
        `require("fs").appendFileSync("${calls}", process.argv[2] + " ");${go("3.150.0")}`,
      );
      const [one, other] = await Promise.all([find(), find()]);
      expect(one).to.deep.equal(other);
      expect(readdirSync(cache)).to.deep.equal(["pulumi-3.150.0-go"]);
      expect(readFileSync(calls, "utf8")).to.equal(
        "version get build get build ",
      );
      expect(lines.join("\n")).to.include("waiting for another process");
    });

    it("does not wait for a process that was killed", async () => {
      fake(path, "go", go("3.150.0"));
      mkdirSync(join(cache, ".lock"), { recursive: true });
      const before = new Date(Date.now() - 3_600_000);
      utimesSync(join(cache, ".lock"), before, before);
      expect((await find()).version).to.equal("3.150.0");
      expect(readdirSync(cache)).to.deep.equal(["pulumi-3.150.0-go"]);
    });

    it("leaves nothing behind when it is interrupted", async () => {
      const started = join(root, "started");
      fake(
        path,
        "go",
        `require("fs").writeFileSync("${started}", ""); setTimeout(() => {}, 60_000)`,
      );
      const script = require.resolve("../../scripts/cli/findPulumi");
      const child = spawn(process.execPath, ["--import", "tsx", script], {
        env: environment(),
      });
      let errors = "";
      child.stderr.on("data", (text) => (errors += String(text)));
      const code = new Promise((resolve) => child.on("close", resolve));
      while (!existsSync(started) && child.exitCode === null)
        await new Promise((resolve) => setTimeout(resolve, 20));
      child.kill("SIGINT");
      expect(await code).to.equal(1);
      expect(errors).to.match(/\ninterrupted\n$/);
      expect(readdirSync(cache)).to.deep.equal([]);
    });
  });

  describe("if nothing works", () => {
    it("says what was tried and what to install", async () => {
      const message = await messageOf(find());
      expect(message).to.include("npm is not on the PATH");
      expect(message).to.include("go is not on the PATH");
      expect(message).to.include("Install the Pulumi CLI 3.150.0 or newer");
      expect(readdirSync(cache)).to.deep.equal([]);
    });

    it("says why the download and the build failed", async () => {
      fake(path, "npm", failing("no connection"));
      fake(path, "go", go());
      const message = await messageOf(find());
      expect(message).to.include("npm ended with exit code 1: no connection");
      expect(message).to.include(
        "v3.150.0: go ended with exit code 1: 403 Forbidden",
      );
    });
  });
});
