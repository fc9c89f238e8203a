import { rm } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import * as seed from "../../emulator/seed.js";
import { idOf } from "../support/programs.js";
import { asked, type ObservedRun, Scene } from "../support/scene.js";
import type { Stack } from "../support/stack.js";

const [changed, gone, steady] = [idOf(1), idOf(2), idOf(3)] as const;
const peer = idOf(9);

describe("After an update", () => {
  const scene = Scene.here();
  let stack: Stack;

  before(async () => {
    await scene.cloud.setDetections(
      [changed, gone, steady].map((id) => ({
        ...seed.documentedDetection,
        id,
        vif_peer_id: id === changed ? peer : idOf(8),
      })),
    );
    stack = await scene.stack(`
new dc.VifPeerDetection("changed", { vifPeerId: "${peer}" });
new dc.VifPeerDetection("gone", { detectionId: "${gone}" });
new dc.VifPeerDetection("steady", { detectionId: "${steady}", region: "cn-east-3" });
`);
    await stack.must("up", "--yes", "--skip-preview");
  });

  describe("a refresh", () => {
    let first: ObservedRun;
    let second: ObservedRun;

    before(async () => {
      await scene.cloud.patchDetection(changed, { loss_ratio: 12 });
      await scene.cloud.setDetections(
        (await scene.cloud.detections()).filter(({ id }) => id !== gone),
      );
      first = await scene.observe(() => stack.refresh());
      second = await scene.observe(() => stack.refresh("--expect-no-changes"));
    });

    it("shows what changed", () => {
      expect(first.code, first.output).to.equal(0);
      // Which property it was, the engine 3.150 does not say in a refresh; later ones do.
      expect(first.output).to.match(/~ .*VifPeerDetection changed updated/);
      expect(first.output).to.match(/1 updated/);
    });

    it("saves it, as input and as output", async () => {
      const { inputs, outputs } = (await stack.resource("changed")) ?? {};
      expect([inputs?.["lossRatio"], outputs?.["lossRatio"]]).to.deep.equal([
        12, 12,
      ]);
    });

    it("drops a task that is gone from the state", async () => {
      expect(first.output).to.match(/1 deleted/);
      expect(await stack.resource("gone")).to.equal(undefined);
    });

    it("leaves the others as they were, in their region", async () => {
      expect(first.output).to.match(/2 unchanged/);
      const { outputs } = (await stack.resource("steady")) ?? {};
      expect(outputs).to.include({ region: "cn-east-3", lossRatio: 0 });
    });

    it("sends one request for each task, or peer", () => {
      expect(asked(first)).to.deep.equal([gone, steady, "listDetections"]);
    });

    it("finds nothing more when it is repeated", () => {
      expect(second.code, second.output).to.equal(0);
    });

    it("that cannot reach the service says so without a stack trace, and keeps the state", async () => {
      const before = await stack.exported();
      await scene.cloud.settings({ tokens: [] });
      const run = await stack.refresh();
      expect(run.code).to.not.equal(0);
      expect(run.output).to.match(/answered 401/);
      expect(run.output).to.not.match(/^\s+at .*[(:]/m);
      const kept = await stack.resources();
      expect(kept.map(({ urn }) => urn)).to.deep.equal(
        (
          JSON.parse(before) as {
            deployment: { resources: { urn: string }[] };
          }
        ).deployment.resources.map(({ urn }) => urn),
      );
    });
  });

  describe("a destroy", () => {
    it("needs no setting, no network and no package of ours", async () => {
      stack.setEnvironment({ HW_AUTH_TOKEN: "" });
      await rm(join(stack.folder, "Pulumi.test.yaml"));
      await rm(join(stack.folder, "node_modules/pulumi-huaweicloud-dc"));
      const run = await scene.observe(() => stack.destroy());
      expect(run.code, run.output).to.equal(0);
      expect(run.output).to.match(/3 deleted/);
      expect(asked(run)).to.deep.equal([]);
      expect(await stack.resources()).to.deep.equal([]);
    });
  });
});
