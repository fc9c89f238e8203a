import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { expect } from "chai";

const root = resolve(__dirname, "../..");
const PAGE = "https://example.com/somebody/line";

interface Outcome {
  readonly failed: boolean;
  readonly output: string;
}

describe("A release, tested in a copy of the repository,", () => {
  let folder: string;
  let copy: string;

  const run = (command: string, ...args: string[]): Promise<Outcome> =>
    promisify(execFile)(command, args, {
      cwd: copy,
      env: {
        ...process.env,
        GITHUB_SERVER_URL: "",
        GITHUB_REPOSITORY: "",
        GIT_CONFIG_GLOBAL: "/dev/null",
        ...Object.fromEntries(
          ["AUTHOR", "COMMITTER"].flatMap((who) => [
            [`GIT_${who}_NAME`, "test"],
            [`GIT_${who}_EMAIL`, "test@example.com"],
          ]),
        ),
      },
    }).then(
      ({ stdout, stderr }) => ({ failed: false, output: stdout + stderr }),
      (error: unknown) => {
        const { stdout, stderr } = error as Record<string, string>;
        return { failed: true, output: `${stdout ?? ""}${stderr ?? ""}` };
      },
    );
  const must = async (command: string, ...args: string[]) => {
    const { failed, output } = await run(command, ...args);
    expect(failed, output).to.equal(false);
    return output;
  };
  const read = async (path: string) =>
    JSON.parse(await readFile(join(copy, path), "utf8")) as Record<
      string,
      unknown
    >;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "release-"));
    copy = join(folder, "copy");
    const left = ["node_modules", ".git", "dist", "dist-plugin"].map((name) =>
      join(root, name),
    );
    await cp(root, copy, {
      recursive: true,
      filter: (path) => !left.includes(path),
    });
    await mkdir(join(copy, "node_modules"));
    // Its own folder, so that nothing is written into the original's.
    for (const name of [
      ...["@pulumi", "@types", "typescript", "tsx", ".bin"],
      ...["@grpc", "google-protobuf", "tar"],
      ...["esbuild", "rollup", "rollup-plugin-dts"],
    ]) {
      await symlink(
        join(root, "node_modules", name),
        join(copy, "node_modules", name),
      );
    }
    const { dependencies } = await read("package.json");
    for (const name of Object.keys(dependencies as object)) {
      await symlink(
        join(root, "node_modules", name),
        join(copy, "node_modules", name),
      );
    }
    await must("git", "init", "--quiet");
    await must("git", "add", "--all");
    await must("git", "commit", "--quiet", "--message", "all");
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it("leaves the README unchanged while package.json has no repository, and says what to set", async () => {
    const { failed, output } = await run("npm", "run", "check:release");
    expect(failed).to.equal(true);
    expect(output).to.include("set repository in package.json");
    expect(output).to.include("npm pkg set repository.type=git");
    expect(output).to.not.match(/^\s+at /m);
    expect(await readme()).to.equal(
      await readFile(join(root, "README.md"), "utf8"),
    );
  });

  it("passes the check after the suggested command", async () => {
    const { output } = await run("npm", "run", "check:release");
    const [command = ""] = /npm pkg set .*/.exec(output) ?? [];
    const filled = command.replaceAll(
      "https://<host>/<owner>/<name>",
      "https://example.com/somebody/line",
    );
    await must("bash", "-c", filled);
    await must("npm", "run", "check:release");
    await must("git", "commit", "--quiet", "--all", "--message", "repository");
  });

  it("is refused from another repository, as npm would refuse its provenance", async () => {
    const { failed, output } = await run(
      ...(["env", "GITHUB_SERVER_URL=https://example.com"] as const),
      ...["GITHUB_REPOSITORY=somebody/else", "npm", "run", "check:release"],
    );
    expect(failed).to.equal(true);
    expect(output).to.include(
      `repository in package.json is ${PAGE}, but this is https://example.com/somebody/else`,
    );
  });

  it("also updates the versions of the ready pack and the template, in one commit with a tag", async () => {
    await must("npm", "version", "7.8.9");
    expect(await read("policy-pack/package.json")).to.have.property(
      "version",
      "7.8.9",
    );
    expect((await read("template/package.json"))["dependencies"]).to.include({
      "pulumi-huaweicloud-dc": "^7.8.9",
    });
    expect(await must("git", "status", "--porcelain")).to.equal("");
    expect(await must("git", "tag")).to.equal("v7.8.9\n");
  });

  it("packs a README whose links and pictures point to the version's files, and leaves the work tree clean", async () => {
    const text = await readme();
    const links = [...text.matchAll(/\]\(([^)]+)\)/g)].map(
      ([, link = ""]) => link,
    );
    expect(links).to.include(`${PAGE}/raw/v7.8.9/docs/demo.svg`);
    expect(links).to.include(`${PAGE}/blob/v7.8.9/docs/reference.md`);
    expect(links).to.include(`${PAGE}/tree/v7.8.9/examples/policy-gate`);
    for (const link of links) expect(link).to.match(/^(https:|#)/);
    expect(await must("git", "status", "--porcelain")).to.equal("");
  });

  it("packs the plugin with the same version and repository", async () => {
    await must("npm", "run", "check:release");
    expect(await read("dist-plugin/npm/package.json")).to.deep.include({
      name: "pulumi-huaweicloud-dc-plugin",
      version: "7.8.9",
      repository: { type: "git", url: `git+${PAGE}.git` },
    });
  });

  it("is checked before it is published", async () => {
    const workflow = await readFile(
      join(root, ".github/workflows/release.yml"),
      "utf8",
    );
    expect(workflow.indexOf("npm run check:release"))
      .to.be.greaterThan(0)
      .and.lessThan(workflow.indexOf("npm publish"));
  });

  /** The README in the tarball. */
  async function readme(): Promise<string> {
    const packed = join(folder, "packed");
    await rm(packed, { recursive: true, force: true });
    await mkdir(packed);
    await must("npm", "pack", "--pack-destination", packed);
    await must(
      "bash",
      "-c",
      `tar -xf ${packed}/*.tgz -C ${packed} package/README.md`,
    );
    return readFile(join(packed, "package/README.md"), "utf8");
  }
});
