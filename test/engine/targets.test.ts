import { expect } from "chai";
import { detectionId } from "../support/programs.js";
import { asked, Scene } from "../support/scene.js";
import type { Stack } from "../support/stack.js";

const PACK = "node_modules/pulumi-huaweicloud-dc/policy-pack";

describe("An update with --target, when the line has become bad", () => {
  const scene = Scene.here();
  let stack: Stack;

  before(async () => {
    stack = await scene.stack(`
const line = new dc.VifPeerDetection("line", { detectionId: "${detectionId}", expect: { maxLossRatio: 1 } });
new Thing("route", { value: line.lossRatio, note: process.env.NOTE });
`);
    stack.setEnvironment({ NOTE: "before" });
    await stack.must("up", "--yes", "--skip-preview");
    await scene.cloud.patchDetection(detectionId, { loss_ratio: 77 });
    stack.setEnvironment({ NOTE: "after" });
  });

  it("deploys what depends on the line, by the result of the last run, without a lookup", async () => {
    const run = await scene.observe(() => stack.up("--target", "**::route"));
    expect(run.code, run.output).to.equal(0);
    expect(asked(run)).to.deep.equal([]);
    const route = await stack.resource("route");
    expect(route).to.have.nested.property("outputs.note", "after");
    expect(route).to.have.nested.property("outputs.created", 0);
  });

  it("also shows policies the result of the last run", async function () {
    // The language host that serves newer engines in these tests runs no policy packs.
    if (process.env["PULUMI_ENGINE"] === "newest") this.skip();
    await stack.write({
      "line.json": JSON.stringify({
        "vif-peer-detection-loss-ratio": { maxLossRatio: 1 },
        "vif-peer-detection-fresh": { maxAge: "1000000h" },
      }),
    });
    const run = await scene.observe(() =>
      stack.preview(
        ...["--target", "**::route", "--policy-pack", PACK],
        ...["--policy-pack-config", "line.json"],
      ),
    );
    expect(run.code, run.output).to.equal(0);
    expect(asked(run)).to.deep.equal([]);
  });

  for (const targets of [
    ["--target", "**::route", "--target", "**::line"],
    ["--target", "**::line", "--target-dependents"],
  ]) {
    it(`is stopped if the line is a target too: ${targets.join(" ")}`, async () => {
      const run = await scene.observe(() => stack.up(...targets));
      expect(run.code).to.not.equal(0);
      expect(run.output).to.include(
        "expect.maxLossRatio: the loss ratio is 77 %",
      );
      expect(asked(run)).to.deep.equal([detectionId]);
    });
  }
});
