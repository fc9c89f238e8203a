import { setTimeout } from "node:timers/promises";
import { expect } from "chai";
import * as seed from "../../emulator/seed.js";
import { vifPeerId } from "../support/programs.js";
import { ASKS, deletions, RunScene, starts } from "../support/runScene.js";
import type { Stack } from "../support/stack.js";

describe("A run that has a result", () => {
  const runs = RunScene.here();
  const { scene } = runs;
  const ids = async () => (await scene.cloud.detections()).map(({ id }) => id);
  let stack: Stack;

  beforeEach(async () => {
    await scene.cloud.reset();
    await runs.line(0);
    stack = await runs.stack();
    const up = await stack.up();
    expect(up.code, up.output).to.equal(0);
  });

  it("judges the new one before it deletes the old detection, however long that takes", async () => {
    await scene.cloud.fault({
      kind: "delay",
      operation: "deleteDetection",
      ms: 5_000,
    });
    await runs.give(stack, {
      ...ASKS,
      triggers: ["slow"],
      expect: { maxLossRatio: 1, maxAge: "4s" },
    });
    const up = await runs.observe(() => stack.up());
    expect(up.code, up.output).to.equal(0);
    expect([starts(up), deletions(up)]).to.deep.equal([1, 1]);
  });

  it("keeps it if the engine is killed during the next measurement, which leaves no detection behind", async function () {
    if (process.platform !== "linux") this.skip();
    const before = await ids();
    await runs.line(0, 600_000);
    await runs.give(stack, { ...ASKS, triggers: ["killed"] });
    await stack.runWhile(
      async (engine, ended) => {
        while ((await ids()).length === before.length) ended.throwIfAborted();
        process.kill(engine, "SIGKILL");
      },
      ...["up", "--yes", "--skip-preview"],
    );
    while ((await ids()).length > before.length) await setTimeout(200);
    expect(await ids()).to.have.members(before);
  });

  it("keeps it if the engine is killed while the service starts the next one", async function () {
    if (process.platform !== "linux") this.skip();
    const before = await ids();
    await runs.give(stack, { ...ASKS, triggers: ["killed"] });
    await scene.cloud.fault({
      kind: "delay",
      operation: "createDetection",
      ms: 2_000,
    });
    await scene.cloud.clearRequests();
    await stack.runWhile(
      async (engine, ended) => {
        while ((await scene.cloud.requests()).length === 0) {
          ended.throwIfAborted();
        }
        process.kill(engine, "SIGKILL");
      },
      ...["up", "--yes", "--skip-preview"],
    );
    const deleted = async () =>
      (await scene.cloud.requests()).some(
        ({ operation }) => operation === "deleteDetection",
      );
    while (!(await deleted())) await setTimeout(200);
    expect(await ids()).to.have.members(before);
  });

  const secretGates = {
    VifPeerDetectionRun: /the loss ratio is 50 %, at most \[secret\]/,
    VifPeerDetection: /must be good and have ended within \[secret\]/,
  };
  for (const [type, message] of Object.entries(secretGates)) {
    it(`keeps no secret limit in its state, nor shows one: ${type}`, async () => {
      const more =
        type === "VifPeerDetection"
          ? 'consecutive: 2, within: pulumi.secret("12345s")'
          : "";
      const secret = await scene.stack(
        `
new dc.${type}("line", {
  vifPeerId: "${vifPeerId}",
  expect: { maxLossRatio: pulumi.secret(12.345), maxAge: pulumi.secret(settings.get("age") ?? "12345s"), ${more} },
});`,
      );
      await runs.line(50);
      const up = await secret.up();
      expect(up.code, up.output).to.not.equal(0);
      expect(up.output).to.match(message);
      const shown = [up.output, await secret.exported()];
      shown.push((await secret.preview("--json")).output);
      await secret.configure({ age: "about 12345s" });
      const malformed = await secret.preview();
      expect(malformed.output).to.match(
        /expect\.maxAge is missing or malformed\. It is a secret/,
      );
      shown.push(malformed.output);
      for (const text of shown) expect(text).to.not.match(/12\.345|12345s/);
    });
  }

  it("keeps it with HUAWEICLOUD_DC_GATE=warn if its last detection never ends and the service starts no other one", async () => {
    await scene.cloud.settings({
      refusalWhileRunning: { status: 409, code: "DC.2801" },
    });
    await runs.line(0, 600_000);
    const options = { customTimeouts: { update: "2s" } };
    await runs.give(stack, { ...ASKS, triggers: ["hangs"] }, options);
    expect((await stack.up()).output).to.match(/is still processing/);
    const { detectionId } = (await stack.resource("line"))?.outputs ?? {};

    const again = await stack.up();
    expect(again.code, again.output).to.not.equal(0);
    expect(again.output).to.match(/is still processing after waiting/);
    stack.setEnvironment({ HUAWEICLOUD_DC_GATE: "warn" });
    const warned = await stack.up();
    expect(warned.code, warned.output).to.equal(0);
    expect(warned.output).to.match(
      /is still processing after waiting .*; passed because HUAWEICLOUD_DC_GATE=warn/,
    );
    expect((await stack.resource("line"))?.outputs).to.include({ detectionId });
    stack.setEnvironment({ HUAWEICLOUD_DC_GATE: "" });
    expect((await stack.up()).code).to.not.equal(0);
  });

  it("keeps it with HUAWEICLOUD_DC_GATE=last if Direct Connect fails internally", async () => {
    await runs.give(stack, { ...ASKS, triggers: ["internal error"] });
    await scene.cloud.fault({
      kind: "status",
      operation: "createDetection",
      status: 400,
      body: { error_code: "DC.0003", error_msg: "System error." },
    });
    stack.setEnvironment({ HUAWEICLOUD_DC_GATE: "last" });
    const up = await runs.observe(() => stack.up());
    expect(up.code, up.output).to.equal(0);
    expect(up.output).to.match(/using the last saved result .*DC\.0003/s);
    expect(starts(up)).to.equal(1);
  });

  it("keeps it with HUAWEICLOUD_DC_GATE=last if IAM is down too, but not for other credentials", async () => {
    await stack.must("config", "rm", "huaweicloud:projectId");
    await stack.configure({ "huaweicloud:endpoints.iam": scene.url });
    stack.setEnvironment({
      HW_AUTH_TOKEN: "",
      HW_USER_NAME: seed.userName,
      HW_USER_PASSWORD: seed.password,
      HW_DOMAIN_NAME: seed.domainName,
      HUAWEICLOUD_DC_GATE: "last",
    });
    expect((await stack.up()).code).to.equal(0);
    const dead = "http://127.0.0.1:9";
    await runs.give(stack, { ...ASKS, triggers: ["IAM is down"] });
    await stack.configure({
      "huaweicloud:endpoints.dc": dead,
      "huaweicloud:endpoints.iam": dead,
    });
    const up = await stack.up();
    expect(up.code, up.output).to.equal(0);
    expect(up.output).to.match(
      /warning: using the project of the last update, .*connection was refused/,
    );
    stack.setEnvironment({ HW_USER_NAME: "another user" });
    const refused = await stack.up();
    expect(refused.code, refused.output).to.not.equal(0);
    expect(refused.output).to.match(
      /no result is saved .*huaweicloud:projectId/,
    );
  });
});
