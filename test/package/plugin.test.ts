import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { expect } from "chai";
import { version } from "../../package.json";
import { problemsOfPlugin } from "../../scripts/release/plugin.js";

const run = promisify(execFile);
const root = resolve(__dirname, "../..");
const EXECUTABLE = "pulumi-resource-huaweicloud-dc";

describe("The plugin's package", () => {
  let folder: string;
  let packed: string;

  const pack = (into: string) =>
    run(process.execPath, ["scripts/plugin/package.mjs", into], { cwd: root });
  const contents = async (name: string): Promise<string[]> => {
    const { stdout } = await run("tar", ["-tzf", join(packed, name)]);
    return stdout.trim().split("\n").sort();
  };

  before(async function () {
    this.timeout(0);
    folder = await mkdtemp(join(tmpdir(), "packed-"));
    packed = join(folder, "packed");
    await pack(packed);
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it("starts from each of its files and answers with the version of the release", async () => {
    expect(await problemsOfPlugin(packed)).to.deep.equal([]);
  });

  it("is not complete without an archive", async () => {
    expect((await problemsOfPlugin(folder)).join("\n")).to.include(
      `${EXECUTABLE}-v${version}-linux-arm64.tar.gz is missing`,
    );
  });

  it("is one file under 1.5 MB, with licences and no dependencies", async () => {
    const { size } = await stat(join(packed, "npm", EXECUTABLE));
    expect(size).to.be.lessThan(1_500_000);
    const names = [
      ...["LICENSE", "README.md", "THIRD_PARTY_LICENSES.txt"],
      ...["package.json", EXECUTABLE],
    ];
    const tarball = `pulumi-huaweicloud-dc-plugin-${version}.tgz`;
    expect(await contents(tarball)).to.deep.equal(
      names.map((name) => `package/${name}`),
    );
    expect(
      await contents(`${EXECUTABLE}-v${version}-linux-amd64.tar.gz`),
    ).to.deep.equal(names);
    expect(
      await contents(`${EXECUTABLE}-v${version}-windows-amd64.tar.gz`),
    ).to.deep.equal([...names, `${EXECUTABLE}.cmd`]);
    const manifest = JSON.parse(
      await readFile(join(packed, "npm/package.json"), "utf8"),
    ) as object;
    expect(manifest).to.not.have.any.keys("dependencies", "scripts");
    expect(manifest).to.deep.include({
      version,
      bin: { [EXECUTABLE]: EXECUTABLE },
    });
  });

  it("includes the licence of each package that it contains", async () => {
    const text = await readFile(
      join(packed, "npm/THIRD_PARTY_LICENSES.txt"),
      "utf8",
    );
    const { dependencies } = JSON.parse(
      await readFile(join(root, "package.json"), "utf8"),
    ) as { dependencies: Record<string, string> };
    for (const name of [
      ...Object.keys(dependencies),
      ...["@pulumi/pulumi", "@grpc/grpc-js", "google-protobuf", "protobufjs"],
    ]) {
      expect(text).to.match(new RegExp(`^${name} [0-9.]+\\n`, "m"));
    }
    expect(text).to.include("Redistribution and use in source and binary");
    expect(text).to.include("Apache License");
    expect(text).to.include("(The MIT License)");
  });

  it("contains nothing about the machine that built it", async () => {
    const code = await readFile(join(packed, "npm", EXECUTABLE), "utf8");
    expect(code).to.not.include(root);
  });

  it("is identical, byte for byte, for the same source", async () => {
    const again = join(folder, "again");
    await pack(again);
    const sums = await readFile(join(packed, "SHA256SUMS"), "utf8");
    expect(await readFile(join(again, "SHA256SUMS"), "utf8")).to.equal(sums);
    expect(sums.trim().split("\n")).to.have.length(
      (await readdir(packed)).filter((name) => name.endsWith("gz")).length,
    );
  });
});
