import { setTimeout } from "node:timers/promises";
import { expect } from "chai";
import * as seed from "../../emulator/seed.js";
import { idOf, vifPeerId } from "../support/programs.js";
import { ASKS, deletions, RunScene, starts } from "../support/runScene.js";
import type { Stack } from "../support/stack.js";

/** A port that nobody listens on. */
const DEAD = "http://127.0.0.1:9";

describe("Runs", () => {
  const runs = RunScene.here();
  const { scene } = runs;

  const endpoint = (stack: Stack, url: string) =>
    stack.configure({ "huaweicloud:endpoints.dc": url });

  it("measure in parallel", async () => {
    await runs.line(0, 3_000);
    const stack = await scene.stack(
      [1, 2, 3]
        .map(
          (n) =>
            `new dc.VifPeerDetectionRun("line${String(n)}", { vifPeerId: "${idOf(n)}", expect: {} });`,
        )
        .join("\n"),
    );
    const up = await runs.observe(() => stack.up());
    expect(up.code, up.output).to.equal(0);
    const started = up.requests.filter(
      ({ operation }) => operation === "createDetection",
    );
    expect(started).to.have.length(3);
    // The last one was started before the first one can have ended.
    const times = started.map(({ startedAt }) => startedAt);
    expect(Math.max(...times) - Math.min(...times)).to.be.below(3_000);
    expect(up.output).to.match(/waiting for detection .* of at most 10m/);
    expect((await stack.destroy()).code).to.equal(0);
  });

  describe("that are disturbed", () => {
    let stack: Stack;
    before(async () => {
      await scene.cloud.reset();
      await runs.line(0);
      stack = await runs.stack();
    });

    it("wait for a detection that keeps the service from starting another one, and then start their own", async () => {
      await scene.cloud.settings({
        refusalWhileRunning: { status: 409, code: "DC.2801" },
      });
      const other = idOf(7);
      await scene.cloud.addDetections([
        {
          id: other,
          vif_peer_id: vifPeerId,
          completes_after_ms: 3_000,
          from_first_read: true,
          loss_ratio: 0,
        },
      ]);
      const up = await runs.observe(() => stack.up());
      expect(up.code, up.output).to.equal(0);
      expect(up.output).to.include(
        `detection ${other} of peer ${vifPeerId} is already running`,
      );
      expect(starts(up)).to.equal(2);
      expect((await stack.outputs())["detectionId"]).to.not.equal(other);
      await scene.cloud.settings({ refusalWhileRunning: null });
    });

    it("start a detection once, and another in the next update if the answer was lost", async () => {
      await runs.give(stack, { ...ASKS, triggers: ["lost"] });
      const before = await stack.outputs();
      await scene.cloud.fault({
        kind: "resetBeforeHeaders",
        operation: "createDetection",
      });
      const lost = await runs.observe(() => stack.up());
      expect(lost.code).to.not.equal(0);
      expect(starts(lost)).to.equal(1);
      expect(lost.output).to.match(/could not start a detection of peer/);
      const next = await runs.observe(() => stack.up());
      expect(next.code, next.output).to.equal(0);
      expect(starts(next)).to.equal(1);
      expect((await stack.outputs())["detectionId"]).to.not.equal(
        before["detectionId"],
      );
    });

    it("are measured anew after a kill", async function () {
      if (process.platform !== "linux") this.skip();
      await runs.give(stack, { ...ASKS, triggers: ["killed"] });
      await runs.line(0, 600_000);
      await scene.cloud.clearRequests();
      const killed = await stack.runWhile(
        async (engine, ended) => {
          while (
            !(await scene.cloud.requests()).some(
              ({ operation }) => operation === "showDetection",
            )
          ) {
            ended.throwIfAborted();
            await setTimeout(50);
          }
          process.kill(engine, "SIGKILL");
        },
        ...["up", "--yes", "--skip-preview"],
      );
      expect(killed.code).to.not.equal(0);
      const known = (await scene.cloud.detections()).map(({ id }) => id);
      await runs.line(0);
      await stack.run("cancel", "--yes");
      const next = await runs.observe(() => stack.up());
      expect(next.code, next.output).to.equal(0);
      expect(starts(next)).to.equal(1);
      expect(known).to.not.include((await stack.outputs())["detectionId"]);
    });

    it("stop when customTimeouts expires, and keep what they know", async () => {
      await runs.line(0, 600_000);
      await runs.give(
        stack,
        { ...ASKS, triggers: ["slow"] },
        { customTimeouts: { update: "2s" } },
      );
      const up = await runs.observe(() => stack.up());
      expect(up.code).to.not.equal(0);
      expect(up.output).to.match(
        /is still processing after waiting 2.* s: customTimeouts\.update is 2s/,
      );
      expect((await stack.resource("line"))?.outputs).to.include({
        status: "processing",
      });
      // It may end well later: this is not what the update that follows rests on.
      await runs.line(0);
      expect((await stack.refresh()).code).to.equal(0);
      const next = await runs.observe(() => stack.up());
      expect(next.code, next.output).to.equal(0);
      expect(starts(next)).to.equal(1);
    });

    it("are gone if somebody has deleted their detection, and measured again", async () => {
      await scene.cloud.setDetections([]);
      const up = await runs.observe(() => stack.up("--refresh"));
      expect(up.code, up.output).to.equal(0);
      expect(starts(up)).to.equal(1);
    });

    it("use what was saved in an outage where the environment says last, if it is good", async () => {
      const saved = await stack.outputs();
      await runs.give(stack, { ...ASKS, triggers: ["outage"] });
      await endpoint(stack, DEAD);
      const enforced = await stack.up();
      expect(enforced.code).to.not.equal(0);
      expect(enforced.output).to.match(/connection was refused/);
      stack.setEnvironment({ HUAWEICLOUD_DC_GATE: "last" });
      const up = await stack.up();
      expect(up.code, up.output).to.equal(0);
      expect(up.output).to.match(
        /using the last saved result because HUAWEICLOUD_DC_GATE=last: detection .*, ended .* ago.*connection was refused/s,
      );
      expect(await stack.outputs()).to.deep.equal(saved);
      await runs.give(stack, {
        ...ASKS,
        triggers: ["outage"],
        expect: { maxLossRatio: 1, maxAge: "1ms" },
      });
      const old = await stack.up();
      expect(old.code).to.not.equal(0);
      expect(old.output).to.match(/expect\.maxAge: the detection ended/);
      stack.setEnvironment({ HUAWEICLOUD_DC_GATE: "" });
      await endpoint(stack, scene.url);
      await runs.give(stack, { ...ASKS, triggers: ["outage"] });
      const after = await runs.observe(() => stack.up());
      expect(after.code, after.output).to.equal(0);
      expect(starts(after), "the trigger still counts").to.equal(1);
    });

    it("take no detection that still ran for a saved result, in an outage", async () => {
      await runs.line(0, 600_000);
      const asks = { vifPeerId, triggers: ["running"] };
      await runs.give(stack, asks, { customTimeouts: { update: "1s" } });
      expect((await stack.up()).output).to.match(/is still processing/);
      await endpoint(stack, DEAD);
      stack.setEnvironment({ HUAWEICLOUD_DC_GATE: "last" });
      const up = await stack.up();
      expect(up.code, up.output).to.not.equal(0);
      expect(up.output).to.match(/no result is saved for these inputs/);
      stack.setEnvironment({ HUAWEICLOUD_DC_GATE: "warn" });
      const warned = await stack.up();
      expect(warned.code, warned.output).to.equal(0);
      expect(warned.output).to.match(/warning: .*status "processing"/);
      stack.setEnvironment({ HUAWEICLOUD_DC_GATE: "" });
      await endpoint(stack, scene.url);
      await runs.line(0);
      const after = await runs.observe(() => stack.up());
      expect(after.code, after.output).to.equal(0);
      expect(starts(after)).to.equal(1);
    });

    it("keep a trigger that was a secret out of the state, in an outage too", async () => {
      const secret = await scene.stack(
        `
const trigger = settings.get("plain") ?? settings.requireSecret("trigger");
new dc.VifPeerDetectionRun("line", { vifPeerId: "${vifPeerId}", triggers: [trigger] });`,
        { secrets: { trigger: "a secret of mine" } },
      );
      expect((await secret.up()).code).to.equal(0);
      await secret.configure({
        plain: "no secret",
        "huaweicloud:endpoints.dc": DEAD,
      });
      secret.setEnvironment({ HUAWEICLOUD_DC_GATE: "last" });
      const up = await secret.up();
      expect(up.code, up.output).to.equal(0);
      expect(await secret.exported()).to.not.include("a secret of mine");
      await endpoint(secret, scene.url);
      expect(starts(await runs.observe(() => secret.up()))).to.equal(1);
      expect(starts(await runs.observe(() => secret.up()))).to.equal(0);
    });

    it("take no other detection for their own, and keep what is saved", async () => {
      const saved = await stack.outputs();
      await runs.give(stack, { ...ASKS, triggers: ["adopted"] });
      await scene.cloud.fault({
        kind: "body",
        operation: "createDetection",
        body: {
          vif_peer_detection: {
            ...seed.documentedDetection,
            id: saved["detectionId"],
          },
        },
      });
      const up = await runs.observe(() => stack.up());
      expect(up.code, up.output).to.not.equal(0);
      expect(up.output).to.match(/which is the previous measurement/);
      expect([starts(up), deletions(up)]).to.deep.equal([1, 0]);
      expect((await stack.resource("line"))?.outputs).to.include({
        detectionId: saved["detectionId"],
      });
    });

    it("warn of a bad line where the environment says so, and are not satisfied by it", async () => {
      await runs.line(50);
      await runs.give(stack, { ...ASKS, triggers: ["warn"] });
      stack.setEnvironment({ HUAWEICLOUD_DC_GATE: "warn" });
      const up = await stack.up();
      expect(up.code, up.output).to.equal(0);
      expect(up.output).to.match(
        /50 %.*passed because HUAWEICLOUD_DC_GATE=warn/,
      );
      stack.setEnvironment({ HUAWEICLOUD_DC_GATE: "" });
      const next = await runs.observe(() => stack.up());
      expect(next.code).to.not.equal(0);
      expect(starts(next)).to.equal(1);
    });

    const openings = {
      ignoreChanges: ["expect"],
      "ignoreChanges of a limit": ["expect.maxLossRatio"],
      "ignoreChanges of everything": ["*"],
      "ignoreChanges of when to measure": ["remeasure"],
      "ignoreChanges of a result": ["lossRatio"],
      "ignoreChanges of the hints": ["__lookup"],
    };
    for (const [name, ignoreChanges] of Object.entries(openings)) {
      it(`are not opened by ${name}`, async () => {
        await runs.give(stack, ASKS, { ignoreChanges });
        const preview = await stack.preview();
        expect(preview.code, preview.output).to.not.equal(0);
        expect(preview.output).to.match(
          /ignoreChanges: \[".*"\] (would|removes)|__lookup/,
        );
      });
    }

    it("do not keep anybody from destroying the stack, whatever the line and the cloud are like", async () => {
      await endpoint(stack, DEAD);
      // What is destroyed is configured as it was saved; the environment is not.
      stack.setEnvironment({
        HW_AUTH_TOKEN: "",
        HTTP_PROXY: DEAD,
        http_proxy: DEAD,
      });
      const destroy = await stack.destroy();
      expect(destroy.code, destroy.output).to.equal(0);
      expect(destroy.output).to.match(
        /warning: detection .* was not deleted and may stay in the service/,
      );
      expect(await stack.resource("line")).to.equal(undefined);
    });
  });
});
