import { expect } from "chai";
import * as seed from "../../emulator/seed.js";
import { detectionId, vifPeerId } from "../support/programs.js";
import { Scene } from "../support/scene.js";
import { yamlStacks } from "./yamlStacks.js";

/** A port that nobody listens on. */
const DEAD = "http://127.0.0.1:9";

describe("The plugin's runs", () => {
  const scene = Scene.here();
  const { stackOf, rewritten, line, measurement } = yamlStacks(scene);
  beforeEach(async () => {
    await scene.cloud.reset();
    await scene.cloud.settings({
      createdDetection: { completes_after_ms: 0, loss_ratio: 0 },
    });
  });

  it("can be refreshed and destroyed even if ignoreChanges holds their gate, but not updated", async () => {
    const run = (limit: number, peer: string = vifPeerId) =>
      measurement(
        `{ vifPeerId: ${peer}, expect: { maxLossRatio: { fn::secret: ${String(limit)} } } }`,
        "{ ignoreChanges: [expect] }",
      );
    const stack = await stackOf(run(100));
    const up = await stack.up();
    expect(up.code, up.output).to.equal(0);
    const refresh = await stack.refresh();
    expect(refresh.code, refresh.output).to.equal(0);
    const other = vifPeerId.replace(/^./, "2");
    for (const program of [run(100), run(1), run(1, other)]) {
      await rewritten(stack, program);
      for (const held of [await stack.preview(), await stack.up()]) {
        expect(held.code, held.output).not.to.equal(0);
        expect(held.output).to.contain(
          'ignoreChanges: ["expect"] would keep the old gate',
        );
      }
    }
    const destroy = await stack.destroy();
    expect(destroy.code, destroy.output).to.equal(0);
  });

  it("keep secret inputs secret in a refresh", async () => {
    const run = (olderThan: string) =>
      measurement(
        `{ vifPeerId: ${vifPeerId}, remeasure: { olderThan: { fn::secret: ${olderThan} } }, expect: { maxLossRatio: { fn::secret: 98.7654 } } }`,
      );
    const stack = await stackOf(run("54321s"));
    const up = await stack.up();
    expect(up.code, up.output).to.equal(0);
    const refresh = await stack.refresh();
    expect(refresh.code, refresh.output).to.equal(0);
    await scene.cloud.settings({
      createdDetection: { completes_after_ms: 0, loss_ratio: 100 },
    });
    await rewritten(stack, run("1ms"));
    stack.setEnvironment({ HUAWEICLOUD_DC_GATE: "warn" });
    const warned = await stack.run("up", "--yes");
    expect(warned.output).to.contain("remeasure.olderThan is [secret]");
    expect(warned.output).to.match(/warning: .* at most \[secret\] is allowed/);
    const state = await stack.exported();
    expect(state).to.contain("remeasure");
    for (const text of [state, refresh.output, warned.output]) {
      expect(text).not.to.contain("54321s").and.not.to.contain("98.7654");
    }
  });

  it("stay in the state if they fail with a long secret trigger", async () => {
    await scene.cloud.settings({
      createdDetection: { completes_after_ms: 0, loss_ratio: 50 },
    });
    const stack = await stackOf(
      measurement(
        `{ vifPeerId: ${vifPeerId}, expect: { maxLossRatio: 1 }, triggers: [{ fn::secret: ${"x1".repeat(15_000)} }] }`,
      ),
    );
    const up = await stack.up();
    expect(up.code).not.to.equal(0);
    expect(up.output).to.contain("the loss ratio is 50 %");
    expect(await stack.resource("run")).not.to.equal(undefined);
  });

  it("never leave the state without a warning if their detection stays in the service", async () => {
    for (let attempt = 0; attempt < 4; attempt++) {
      const stack = await stackOf(
        measurement(
          `{ vifPeerId: ${vifPeerId}, projectId: { fn::secret: ${seed.projectId} } }`,
        ),
      );
      expect((await stack.up()).code).to.equal(0);
      await scene.cloud.fault({
        kind: "status",
        operation: "deleteDetection",
        status: 403,
      });
      const destroy = await stack.destroy();
      expect(destroy.code, destroy.output).to.equal(0);
      expect(destroy.output).to.contain(
        "was not deleted and may stay in the service",
      );
      expect(destroy.output).not.to.contain(seed.projectId);
    }
  });

  it("leave no earlier detection behind if Ctrl-C ends a measurement", async () => {
    const measured = (trigger: string) =>
      measurement(`{ vifPeerId: ${vifPeerId}, triggers: [${trigger}] }`);
    const stack = await stackOf(measured("a"));
    expect((await stack.up()).code).to.equal(0);
    await scene.cloud.settings({
      createdDetection: { completes_after_ms: 600_000, loss_ratio: 0 },
    });
    await rewritten(stack, measured("b"));
    const run = await stack.interrupt(
      /waiting for detection/,
      ...["up", "--yes", "--skip-preview"],
    );
    expect(run.secondsAfter).to.be.below(2);
    const { outputs } = (await stack.resource("run")) ?? {};
    expect(
      (await scene.cloud.detections()).map(({ id }) => id),
    ).to.have.members([detectionId, outputs?.["detectionId"]]);
  });

  it("stay in the state if Ctrl-C ends their deletion", async () => {
    const stack = await stackOf(measurement(`{ vifPeerId: ${vifPeerId} }`));
    expect((await stack.up()).code).to.equal(0);
    await scene.cloud.fault({
      kind: "throttle",
      operation: "deleteDetection",
      retryAfter: "20",
      times: 9,
    });
    await scene.cloud.clearRequests();
    const cancelled = await stack.runWhile(
      async (pid, ended) => {
        while ((await scene.cloud.requests()).length === 0) {
          ended.throwIfAborted();
        }
        process.kill(pid, "SIGINT");
      },
      ...["destroy", "--yes", "--skip-preview"],
    );
    expect(cancelled.code, cancelled.output).not.to.equal(0);
    expect(cancelled.output).to.contain("the deployment was cancelled");
    expect(await stack.resource("run")).not.to.equal(undefined);
    await scene.cloud.clearFaults();
    const destroy = await stack.destroy();
    expect(destroy.code, destroy.output).to.equal(0);
    expect(await scene.cloud.detections()).to.have.length(1);
  });

  it("and lines without a loss ratio use the saved result in an outage, if the environment says so", async () => {
    await scene.cloud.patchDetection(detectionId, {
      status: "error",
      loss_ratio: null,
      end_time: null,
    });
    const stack = await stackOf(
      line(`{ detectionId: ${detectionId} }`) +
        measurement(`{ vifPeerId: ${vifPeerId}, remeasure: always }`),
    );
    const up = await stack.up();
    expect(up.code, up.output).to.equal(0);
    await stack.configure({ "huaweicloud-dc:endpoints.dc": DEAD });
    stack.setEnvironment({ HUAWEICLOUD_DC_GATE: "last" });
    const down = await stack.up();
    expect(down.code, down.output).to.equal(0);
    expect(down.output).to.match(
      /using the last saved result because HUAWEICLOUD_DC_GATE=last: .*status "error", no loss ratio, without an end time/,
    );
  });
});
