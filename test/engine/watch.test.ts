import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { expect } from "chai";
import { detectionId, vifPeerId } from "../support/programs.js";
import { Scene } from "../support/scene.js";
import type { Stack } from "../support/stack.js";

const root = resolve(__dirname, "../..");
const PACK = [
  "--policy-pack",
  "node_modules/pulumi-huaweicloud-dc/policy-pack",
  "--policy-pack-config",
  "line.json",
];

describe("The page on watching a line", () => {
  const scene = Scene.here();
  let stack: Stack;

  before(async () => {
    const page = await readFile(resolve(root, "docs/watch-a-line.md"), "utf8");
    const [, script = ""] = /```js\n([^]*?)```/.exec(page) ?? [];
    await scene.cloud.settings({
      createdDetection: { completes_after_ms: 0, loss_ratio: 0 },
    });
    stack = await scene.stack(`
new dc.VifPeerDetection("line", { vifPeerId: "${vifPeerId}" });
new dc.VifPeerDetectionRun("run", { vifPeerId: "2258951c-a6f1-40a0-af88-632817fd24ac" });
`);
    await stack.write({
      "line-summary.cjs": script,
      "line.json": JSON.stringify({
        "vif-peer-detection-loss-ratio": { maxLossRatio: 1 },
        "vif-peer-detection-fresh": { maxAge: "24h" },
      }),
    });
    const now = (fromNow: number) =>
      new Date(Date.now() + fromNow).toISOString().slice(0, 19);
    await scene.cloud.patchDetection(detectionId, {
      start_time: now(-7_200_000),
      end_time: now(-7_000_000),
      loss_ratio: 1,
    });
    await stack.must("up", "--yes", "--skip-preview");
  });

  /** The table, and how the script ends. */
  const summary = async (changed = (state: string) => state) => {
    const exported = changed(await stack.exported());
    return new Promise<{ text: string; failed: boolean }>((done) => {
      const child = execFile(
        process.execPath,
        ["line-summary.cjs"],
        { cwd: stack.folder },
        (error, stdout, stderr) => {
          done({ text: stdout + stderr, failed: error !== null });
        },
      );
      child.stdin?.end(exported);
    });
  };

  it("has a table of the lines, for people", async () => {
    const { text, failed } = await summary();
    expect(failed, text).to.equal(false);
    expect(text).to.match(/\| line \| complete \| 1 % \| \d\.\d h \| good \|/);
    expect(text).to.match(/\| run \| complete \| 0 % \| 0\.0 h \| good \|/);
  });

  it("finds a line that went bad, after a refresh alone", async () => {
    await scene.cloud.patchDetection(detectionId, { loss_ratio: 50 });
    await stack.must("refresh", "--yes", "--skip-preview");
    const { text, failed } = await summary();
    expect(failed).to.equal(true);
    expect(text).to.match(/\| line \|.*the loss ratio is 50 %/);
    expect(text).to.match(/\| run \|.*good/);
  });

  it("has the lines of the plugin too, and times that include their zone", async () => {
    const { text } = await summary((state) =>
      state
        .replaceAll(
          "pulumi-nodejs:dynamic/huaweicloud-dc:",
          "huaweicloud-dc:index:",
        )
        .replace(/("endTime": "[^" ]*)[ T]([^"]*)"/g, '$1T$2+00:00"'),
    );
    expect(text).to.match(/\| line \| complete \| 50 % \| \d\.\d h \|/);
    expect(text).to.match(/\| run \| complete \| 0 % \| 0\.0 h \| good \|/);
  });

  it("misses a line whose detection is gone", async () => {
    const { text, failed } = await summary((state) =>
      state.replaceAll("::line", "::former"),
    );
    expect(failed).to.equal(true);
    expect(text).to.contain("| line | – | – | – | not in the stack |");
  });

  it("judges it by the ready pack: the saved state where the command can, else in a preview", async function () {
    const help = await stack.run("policy", "analyze", "--help");
    const judged = /policy analyze/.test(help.output)
      ? await stack.run("policy", "analyze", "--stack", "test", ...PACK)
      : await stack.preview(...PACK);
    // A Node.js host that can be built is older than this engine wants for packs.
    if (/failed to start: .*not supported/.test(judged.output)) this.skip();
    expect(judged.code, judged.output).to.not.equal(0);
    expect(judged.output, judged.output).to.match(
      /vif-peer-detection-loss-ratio.*the loss ratio is 50 %, at most 1 % is allowed/s,
    );
  });
});
