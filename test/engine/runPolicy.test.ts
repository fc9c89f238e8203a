import { expect } from "chai";
import { vifPeerId } from "../support/programs.js";
import { RunScene } from "../support/runScene.js";
import type { Stack } from "../support/stack.js";

const PACK = [
  "--policy-pack",
  "node_modules/pulumi-huaweicloud-dc/policy-pack",
  "--policy-pack-config",
  "line.json",
];
const BAD = /the loss ratio is 50 %, at most 1 % is allowed/;

describe("The ready pack and a run", () => {
  const runs = RunScene.here();

  /** @param program uses `run` */
  const withRun = async (program: string): Promise<Stack> => {
    const stack = await runs.scene.stack(`
const run = new dc.VifPeerDetectionRun("line", { vifPeerId: "${vifPeerId}", remeasure: "always" });
${program}`);
    const maxLossRatio = 1;
    await stack.write({
      "line.json": JSON.stringify({
        "vif-peer-detection-loss-ratio": { maxLossRatio },
        "vif-peer-detection-required": {
          maxLossRatio,
          vifPeerIds: [vifPeerId],
        },
      }),
    });
    return stack;
  };

  it("leave a preview that does not know the result to the update, and judge the stack at its end", async () => {
    await runs.line(50);
    const stack = await withRun("");
    const preview = await stack.preview(...PACK);
    expect(preview.code, preview.output).to.equal(0);
    expect(preview.output).to.match(
      /can't run policy .*vif-peer-detection-required/,
    );
    const bad = await stack.up(...PACK);
    expect(bad.code).to.not.equal(0);
    expect(bad.output).to.match(BAD);
    await runs.line(1);
    const good = await stack.run("up", "--yes", ...PACK);
    expect(good.code, good.output).to.equal(0);
  });

  it("judge a new measurement before what depends on it, if a VifPeerDetection reads it", async () => {
    await runs.line(1);
    const stack = await withRun(`
const measured = new dc.VifPeerDetection("measured", { detectionId: run.detectionId });
new Thing("dependent", { value: settings.get("value") ?? "1" }, { dependsOn: measured });`);
    const first = await stack.run("up", "--yes", ...PACK);
    expect(first.code, first.output).to.equal(0);
    await runs.line(50);
    await stack.configure({ value: "2" });
    const bad = await stack.run("up", "--yes", ...PACK);
    expect(bad.code).to.not.equal(0);
    expect(bad.output).to.match(BAD);
    const created = async () =>
      (await stack.resource("dependent"))?.outputs?.["created"];
    expect(await created()).to.equal("1");
    await runs.line(0);
    const good = await stack.run("up", "--yes", ...PACK);
    expect(good.code, good.output).to.equal(0);
    expect(await created()).to.equal("2");
    expect((await stack.destroy()).code).to.equal(0);
  });
});
