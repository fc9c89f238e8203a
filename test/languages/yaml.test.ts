import { expect } from "chai";
import * as seed from "../../emulator/seed.js";
import { detectionId, idOf, vifPeerId } from "../support/programs.js";
import { Scene } from "../support/scene.js";
import { yamlStacks } from "./yamlStacks.js";

describe("The plugin", () => {
  const scene = Scene.here();
  const { stackOf, rewritten, line } = yamlStacks(scene);
  beforeEach(() => scene.cloud.reset());

  it("ends a wait within two seconds of Ctrl-C, and works again in the next update", async () => {
    await scene.cloud.patchDetection(detectionId, { status: "processing" });
    const stack = await stackOf(
      line(`{ detectionId: ${detectionId}, waitForCompletion: true }`),
    );
    const run = await stack.interrupt(
      /waiting for detection/,
      ...["up", "--yes", "--skip-preview"],
    );
    expect(run.code, run.output).not.to.equal(0);
    expect(run.output).to.contain("the deployment was cancelled");
    expect(run.secondsAfter).to.be.below(2);
    await scene.cloud.patchDetection(detectionId, { status: "complete" });
    const next = await stack.up();
    expect(next.code, next.output).to.equal(0);
  });

  it("ends a wait as fast if the service is slow to answer", async () => {
    await scene.cloud.patchDetection(detectionId, { status: "processing" });
    const stack = await stackOf(
      line(
        `{ detectionId: ${detectionId}, waitForCompletion: { interval: 1ms } }`,
      ),
    );
    let pressedAt = NaN;
    const run = await stack.runWhile(
      async (pid, ended) => {
        const requests = async () => (await scene.cloud.requests()).length;
        while ((await requests()) === 0) ended.throwIfAborted();
        await scene.cloud.settings({ latencyMs: 12_000 });
        const before = await requests();
        while ((await requests()) === before) ended.throwIfAborted();
        pressedAt = performance.now();
        process.kill(pid, "SIGINT");
      },
      ...["up", "--yes", "--skip-preview"],
    );
    expect(performance.now() - pressedAt).to.be.below(2_000);
    expect(run.code, run.output).not.to.equal(0);
    expect(run.output).to.contain("the deployment was cancelled");
  });

  it("waits for an interval longer than any timer", async () => {
    await scene.cloud.patchDetection(detectionId, { status: "processing" });
    const stack = await stackOf(
      line(
        `{ detectionId: ${detectionId}, waitForCompletion: { timeout: 1000h, interval: 1000h } }`,
      ),
    );
    const run = await scene.observe(() =>
      stack.interrupt(
        /waiting for detection/,
        ...["up", "--yes", "--skip-preview"],
      ),
    );
    expect(run.output).to.contain("the deployment was cancelled");
    expect(run.requests).to.have.length(1);
  });

  it("keeps the detection that a cancelled run has started, so that it can be deleted", async () => {
    await scene.cloud.settings({
      createdDetection: { completes_after_ms: 600_000, loss_ratio: 0 },
    });
    const stack = await stackOf(`  run:
    type: huaweicloud-dc:VifPeerDetectionRun
    properties: { vifPeerId: ${vifPeerId} }
`);
    const run = await stack.interrupt(
      /waiting for detection/,
      ...["up", "--yes", "--skip-preview"],
    );
    expect(run.secondsAfter).to.be.below(2);
    const started = (await scene.cloud.detections()).filter(
      ({ id }) => id !== detectionId,
    );
    expect(started).to.have.length(1);
    expect(await stack.resource("run")).to.have.nested.property(
      "outputs.detectionId",
      started[0]?.id,
    );
    const destroy = await stack.destroy();
    expect(destroy.code, destroy.output).to.equal(0);
    expect(await scene.cloud.detections()).to.have.length(1);
  });

  it("tells in a preview that a run will measure, and starts nothing", async () => {
    const stack = await stackOf(`  run:
    type: huaweicloud-dc:VifPeerDetectionRun
    properties: { vifPeerId: ${vifPeerId} }
`);
    const run = await scene.observe(() => stack.preview());
    expect(run.code, run.output).to.equal(0);
    expect(run.output).to.contain(
      `the update will start a detection of peer ${vifPeerId} and wait for it to end`,
    );
    expect(run.requests.map(({ method }) => method)).not.to.include("POST");
  });

  it("looks up each resource by itself, and those of a batch together", async () => {
    const ids = [1, 2, 3, 4].map(idOf);
    const [documented] = await scene.cloud.detections();
    if (!documented) throw new Error("no detection");
    await scene.cloud.addDetections(ids.map((id) => ({ ...documented, id })));
    const resources = (batch: string) =>
      ids
        .map(
          (id, index) => `  line${index}:
    type: huaweicloud-dc:VifPeerDetection
    properties: { detectionId: ${id}${batch} }
`,
        )
        .join("");
    await scene.cloud.settings({ latencyMs: 300 });
    const stack = await stackOf(resources(""));
    const alone = await scene.observe(() => stack.preview());
    expect(alone.code, alone.output).to.equal(0);
    expect(Math.max(...alone.requests.map((one) => one.concurrent))).to.equal(
      1,
    );
    await rewritten(stack, resources(`, batch: [${ids.join(", ")}]`));
    const together = await scene.observe(() => stack.preview());
    expect(together.code, together.output).to.equal(0);
    expect(together.requests).to.have.length(ids.length);
    expect(
      Math.max(...together.requests.map((one) => one.concurrent)),
    ).to.equal(ids.length);
    expect(together.output).not.to.contain("batch");
  });

  it("keeps no result that ignoreChanges names", async () => {
    const peer = `{ vifPeerId: ${vifPeerId} }`;
    const stack = await stackOf(line(peer));
    expect((await stack.up()).code).to.equal(0);
    await rewritten(
      stack,
      line(peer, "{ ignoreChanges: [status, lossRatio] }"),
    );
    await scene.cloud.patchDetection(detectionId, { loss_ratio: 7 });
    expect((await stack.up()).code).to.equal(0);
    expect(await stack.resource("line")).to.have.nested.property(
      "outputs.lossRatio",
      7,
    );
  });

  it("refuses a setting that nothing reads, and suggests the one that was meant", async () => {
    const stack = await stackOf(line(`{ detectionId: ${detectionId} }`), {
      config: { "huaweicloud-dc:projctId": seed.otherProject.id },
    });
    const run = await stack.preview();
    expect(run.code).not.to.equal(0);
    expect(run.output).to.contain(
      "huaweicloud-dc:projctId is not a setting: did you mean huaweicloud-dc:projectId?",
    );
  });

  it("names its own config keys in what it says", async () => {
    const stack = await stackOf(line(`{ detectionId: ${detectionId} }`), {
      environment: { HW_AUTH_TOKEN: "" },
    });
    const run = await stack.preview();
    expect(run.code).not.to.equal(0);
    expect(run.output).to.contain("huaweicloud-dc:token");
    expect(run.output).not.to.match(/huaweicloud:\w/);
    expect(run.output).not.to.match(/\n\s+at /);
  });

  it("opens its gate only for HUAWEICLOUD_DC_GATE", async () => {
    await scene.cloud.patchDetection(detectionId, { loss_ratio: 9 });
    const bad = line(
      `{ detectionId: ${detectionId}, expect: { maxLossRatio: 1 } }`,
    );
    const stack = await stackOf(bad, {
      environment: { HUAWEICLOUD_DC_GATE: "warn" },
    });
    const run = await stack.up();
    expect(run.code, run.output).to.equal(0);
    expect(run.output).to.match(
      /warning: expect\.maxLossRatio: the loss ratio is 9 %.*passed because HUAWEICLOUD_DC_GATE=warn/,
    );
    stack.setEnvironment({ HUAWEICLOUD_DC_GATE: "" });
    expect((await stack.up()).code).not.to.equal(0);
  });
});
