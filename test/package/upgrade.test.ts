import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { expect } from "chai";
import * as seed from "../../emulator/seed.js";
import { detectionId, idOf } from "../support/programs.js";
import { Scene } from "../support/scene.js";
import type { Stack } from "../support/stack.js";

const run = promisify(execFile);
const root = resolve(__dirname, "../..");

/** Before the first release: the first commit whose package was tested in a separate project. */
const FIRST = "acbd2f16";

/** The last release. Requires the full history (`git fetch --unshallow`). */
async function lastRelease(): Promise<string> {
  return run("git", ["describe", "--tags", "--match=v*", "--abbrev=0"], {
    cwd: root,
  }).then(
    ({ stdout }) => stdout.trim(),
    () => FIRST,
  );
}

async function install(tarball: string, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "package.json"), `{ "name": "consumer" }`);
  await run(
    "npm",
    [
      ...["install", tarball, "@pulumi/pulumi@3.248.0"],
      ...["--prefer-offline", "--no-audit"],
    ],
    { cwd: folder },
  );
}

async function pack(source: string, destination: string): Promise<string> {
  const { stdout } = await run(
    "npm",
    ["pack", "--ignore-scripts", "--json", "--pack-destination", destination],
    { cwd: source },
  );
  const [{ filename }] = JSON.parse(stdout) as [{ filename: string }];
  return join(destination, filename);
}

describe("From one version to another", () => {
  const scene = Scene.here();
  let folder: string;

  before(async function () {
    // It downloads packages.
    this.timeout(0);
    folder = await mkdtemp(join(tmpdir(), "upgrade-"));
    const source = join(folder, "source");
    await mkdir(source);
    const archive = join(folder, "source.tar");
    await run("git", ["archive", "--output", archive, await lastRelease()], {
      cwd: root,
    });
    await run("tar", ["-xf", archive, "-C", source]);
    // Compiled with the current tools.
    await symlink(join(root, "node_modules"), join(source, "node_modules"));
    await run(
      process.execPath,
      ["node_modules/typescript/bin/tsc", "-p", "tsconfig.build.json"],
      { cwd: source },
    );
    await mkdir(join(folder, "packed"));
    await install(await pack(source, folder), join(folder, "last"));
    await install(
      await pack(root, join(folder, "packed")),
      join(folder, "this"),
    );
  });

  after(() => rm(folder, { recursive: true, force: true }));

  const use = async (stack: Stack, version: string) => {
    const packages = join(stack.folder, "node_modules");
    await rm(packages, { recursive: true });
    await symlink(join(folder, version, "node_modules"), packages);
  };

  for (const [from, to] of [
    ["last", "this"],
    ["this", "last"],
  ] as const) {
    it(`a state of the ${from} version is previewed, refreshed, updated and destroyed by the ${to === "last" ? "last" : "next"}, without a spurious difference`, async () => {
      await scene.cloud.reset();
      await scene.cloud.addDetections([
        {
          ...seed.documentedDetection,
          id: idOf(1),
          vif_peer_id: idOf(2),
          status: "processing",
        },
      ]);
      const stack = await scene.stack(
        `
new dc.VifPeerDetection("line", { detectionId: "${detectionId}", expect: { maxLossRatio: 9 } });
new dc.VifPeerDetection("peer", { vifPeerId: "${seed.documentedDetection.vif_peer_id}" });
const running = new dc.VifPeerDetection("running", { detectionId: "${idOf(1)}" });
exports.loss = running.lossRatio;
`,
        { packages: join(folder, from, "node_modules") },
      );
      await stack.must("up", "--yes", "--skip-preview");

      await use(stack, to);
      const preview = await stack.preview("--expect-no-changes");
      expect(preview.code, preview.output).to.equal(0);
      const refresh = await stack.refresh("--expect-no-changes");
      expect(refresh.code, refresh.output).to.equal(0);
      const update = await stack.up("--expect-no-changes");
      expect(update.code, update.output).to.equal(0);

      await scene.cloud.patchDetection(detectionId, { loss_ratio: 5 });
      const changed = await stack.up();
      expect(changed.output, changed.output).to.match(/~ 2 updated/);
      const destroyed = await stack.destroy();
      expect(destroyed.code, destroyed.output).to.equal(0);
      expect(await stack.resources()).to.deep.equal([]);
    });
  }
});
