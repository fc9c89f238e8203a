import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { expect } from "chai";
import * as seed from "../../emulator/seed.js";
import { Scene } from "../support/scene.js";

const run = promisify(execFile);
const root = resolve(__dirname, "../..");

describe("The tarball, installed in another project", () => {
  const scene = Scene.here();
  let folder: string;
  let files: string[];
  let unpackedSize: number;

  before(async function () {
    // It downloads packages.
    this.timeout(0);
    folder = await mkdtemp(join(tmpdir(), "package-"));
    // Built before the tests: a build now would remove dist while other tests use it.
    const { stdout } = await run(
      "npm",
      ["pack", "--ignore-scripts", "--json", "--pack-destination", folder],
      { cwd: root },
    );
    const [packed] = JSON.parse(stdout) as [
      {
        filename: string;
        unpackedSize: number;
        files: { path: string }[];
      },
    ];
    ({ unpackedSize } = packed);
    files = packed.files.map(({ path }) => path);
    await writeFile(join(folder, "package.json"), `{ "name": "consumer" }`);
    await run(
      "npm",
      [
        "install",
        join(folder, packed.filename),
        "@pulumi/pulumi@3.248.0",
        "@pulumi/policy@1.21.0",
        "--prefer-offline",
        "--no-audit",
      ],
      { cwd: folder },
    );
  });

  after(() => rm(folder, { recursive: true, force: true }));

  const create = (main: string, program: string) =>
    scene.stack("", {
      program: { [main]: program },
      packages: join(folder, "node_modules"),
    });

  it("contains only what users need", () => {
    const folders = new Set(files.map((file) => file.split("/")[0]));
    expect([...folders].sort()).to.deep.equal([
      "LICENSE",
      "README.md",
      "dist",
      "package.json",
      "policy-pack",
    ]);
    expect(files.filter((file) => /test|emulator/.test(file))).to.deep.equal(
      [],
    );
  });

  it("unpacks to less than 300 kB", () => {
    expect(unpackedSize).to.be.lessThan(300_000);
  });

  it("runs nothing when it is installed", async () => {
    const { scripts } = JSON.parse(
      await readFile(join(root, "package.json"), "utf8"),
    ) as { scripts: object };
    expect(scripts).to.not.have.any.keys(
      ...["preinstall", "install", "postinstall", "prepare"],
    );
  });

  it("has few dependencies", async () => {
    const names = await readdir(join(folder, "node_modules"));
    expect(names).to.include.members(["node-fetch", "valibot"]);
    expect(names).to.not.include.members(["mocha", "chai", "tsx"]);
  });

  const body = `
const line = new dc.VifPeerDetection("line", { detectionId: "${seed.documentedDetection.id}" });
export const status = line.status;
export const lossRatio = line.lossRatio;
`;
  const programs = {
    "index.ts": `import * as dc from "pulumi-huaweicloud-dc";${body}`,
    "index.mjs": `import * as dc from "pulumi-huaweicloud-dc";${body}`,
    "index.js": `const dc = require("pulumi-huaweicloud-dc");${body.replaceAll("export const ", "exports.").replace("const line", "const line")}`,
  };
  for (const [main, program] of Object.entries(programs)) {
    it(`serves a program ${main}: values in a preview, outputs, and no change in a second update`, async () => {
      const stack = await create(main, program);
      const preview = await stack.preview();
      expect(preview.code, preview.output).to.equal(0);
      expect(preview.output).to.match(/lossRatio: 0\s+status {3}: "complete"/);
      await stack.must("up", "--yes", "--skip-preview");
      expect(await stack.outputs()).to.deep.equal({
        status: "complete",
        lossRatio: 0,
      });
      const second = await stack.up();
      expect(second.output).to.match(/2 unchanged/);
    });
  }

  it("has a ready-made policy pack that reads a configuration file and reports mistakes in it", async function () {
    if (process.env["PULUMI_ENGINE"] === "newest") this.skip();
    const stack = await create("index.js", programs["index.js"]);
    const withPack = async (config: object) => {
      await stack.write({ "line.json": JSON.stringify(config) });
      return stack.preview(
        "--policy-pack",
        "node_modules/pulumi-huaweicloud-dc/policy-pack",
        "--policy-pack-config",
        "line.json",
      );
    };
    const fresh = { maxAge: "1000000h" };
    const limits = (maxLossRatio: number) => ({
      "vif-peer-detection-fresh": fresh,
      "vif-peer-detection-loss-ratio": { maxLossRatio },
    });
    const good = await withPack(limits(1));
    expect(good.code, good.output).to.equal(0);
    await scene.cloud.patchDetection(seed.documentedDetection.id, {
      loss_ratio: 7,
    });
    const lossy = await withPack(limits(1));
    expect(lossy.code).to.not.equal(0);
    expect(lossy.output).to.match(/vif-peer-detection-loss-ratio/);
    expect(lossy.output).to.match(/7 %/);
    const wrong = await withPack(limits(101));
    expect(wrong.code).to.not.equal(0);
    expect(wrong.output).to.match(
      /maxLossRatio: Must be less than or equal to 100/,
    );
  });
});
