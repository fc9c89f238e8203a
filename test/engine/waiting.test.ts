import { setTimeout } from "node:timers/promises";
import { expect } from "chai";
import * as seed from "../../emulator/seed.js";
import { idOf, prelude, UNKNOWN } from "../support/programs.js";
import { asked, type ObservedRun, Scene } from "../support/scene.js";
import { type Stack, stepsOf } from "../support/stack.js";

const ids = [1, 2, 3].map(idOf);
const duration = 3000;
const interval = 1000;

/** When each detection was first and last asked for, as places in the order of all requests. */
function reads(run: ObservedRun) {
  const order = run.requests.map(({ id }) => id);
  return ids.map((id) => ({
    first: order.indexOf(id),
    last: order.lastIndexOf(id),
  }));
}

describe("waitForCompletion", () => {
  const scene = Scene.here();
  let stack: Stack;
  const program = (timeout: string) => `${prelude}
const waitForCompletion = { timeout: "${timeout}", interval: "${String(interval / 1000)}s" };
exports.ended = ${JSON.stringify(ids)}.map((detectionId, index) => {
  const line = new dc.VifPeerDetection("line" + index, { detectionId, waitForCompletion, expect: { maxLossRatio: 1 } });
  return pulumi.interpolate\`\${line.status} \${line.lossRatio}\`;
});
`;
  /** All three begin to run when they are first read. */
  const restart = (completesAfter: number) =>
    scene.cloud.setDetections(
      ids.map((id) => ({
        ...seed.documentedDetection,
        id,
        loss_ratio: 1,
        completes_after_ms: completesAfter,
        from_first_read: true,
      })),
    );

  before(async () => {
    stack = await scene.stack("", { program: program("1m") });
  });

  describe("in a preview", () => {
    let preview: ObservedRun;
    before(async () => {
      await restart(duration);
      preview = await scene.observe(() => stack.preview("--json"));
    });

    it("does not wait: it reads each detection once", () => {
      expect(asked(preview)).to.deep.equal(ids);
    });

    it("leaves the results unknown and does not check them yet", () => {
      expect(preview.code, preview.output).to.equal(0);
      const { line0 } = stepsOf(preview);
      expect(line0?.newState?.inputs).to.include({
        status: UNKNOWN,
        lossRatio: UNKNOWN,
        endTime: UNKNOWN,
        startTime: seed.documentedDetection.start_time,
        vifPeerId: seed.documentedDetection.vif_peer_id,
      });
    });
  });

  describe("in an update", () => {
    let update: ObservedRun;
    before(async () => {
      await restart(duration);
      update = await scene.observe(() => stack.up());
    });

    it("returns the finished detections", async () => {
      expect(update.code, update.output).to.equal(0);
      expect(await stack.outputs()).to.deep.equal({
        ended: ids.map(() => "complete 1"),
      });
    });

    it("waits for all three together", () => {
      const all = reads(update);
      const lastFirst = Math.max(...all.map(({ first }) => first));
      for (const { last } of all) expect(last).to.be.greaterThan(lastFirst);
    });

    it("logs what it waits for, and for how long", () => {
      // While it waits for the first, the others may end as well.
      expect(update.output).to.match(
        new RegExp(
          `waiting for detection (${ids.join("|")}) of peer .*: processing, waited \\d.* s of at most 1m`,
        ),
      );
    });
  });

  describe("when it times out", () => {
    it("fails, and says how long it waited", async () => {
      await restart(60_000);
      await stack.write({ "index.js": program("1500ms") });
      const run = await scene.observe(() => stack.up());
      expect(run.code).to.be.greaterThan(0);
      expect(run.output).to.match(
        /is still processing after waiting [\d.]+ s: waitForCompletion\.timeout is 1500ms/,
      );
      expect(run.output).to.not.match(/^\s+at .*[(:]/m);
      // At the beginning, after a second, and when the time is over: the first failure ends the others.
      for (const id of ids) {
        const times = asked(run).filter((other) => other === id);
        expect(times).to.have.length.within(1, 3);
      }
    });

    it("continues with a warning and the last result if HUAWEICLOUD_DC_GATE=warn is set", async () => {
      await restart(60_000);
      await stack.write({ "index.js": program("1500ms") });
      stack.setEnvironment({ HUAWEICLOUD_DC_GATE: "warn" });
      const run = await stack.up();
      stack.setEnvironment({ HUAWEICLOUD_DC_GATE: "" });
      expect(run.code, run.output).to.equal(0);
      expect(run.output).to.match(
        /warning: .* is still processing after waiting .*; passed because HUAWEICLOUD_DC_GATE=warn/,
      );
      expect(run.output).to.match(
        /warning: expect: the status is "processing".*; passed because/,
      );
      const saved = await stack.resource("line0");
      expect(saved?.outputs).to.include({
        detectionId: ids[0],
        status: "processing",
        lossRatio: null,
      });
    });
  });

  describe("when its engine ends", () => {
    it("sends no more requests", async () => {
      await restart(60_000);
      await stack.write({ "index.js": program("1m") });
      const { output } = await stack.runUntil(
        /waiting for/,
        ...["up", "--yes", "--skip-preview"],
      );
      expect(output).to.match(/waiting for/);
      // It notices by itself, when it is about to ask again.
      do {
        await scene.cloud.clearRequests();
        await setTimeout(3 * interval);
      } while ((await scene.cloud.requests()).length > 0);
    });
  });
});
