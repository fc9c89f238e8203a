import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import * as seed from "../../emulator/seed.js";
import { detectionId, idOf } from "../support/programs.js";
import { Scene } from "../support/scene.js";

describe("A program that handles a function's result and its errors", () => {
  const scene = Scene.here();

  const seen = async (program: string, more: Record<string, string> = {}) => {
    const stack = await scene.stack(
      `const see = (seen) => require("fs").writeFileSync("seen.json", JSON.stringify(seen));
${program}`,
      { environment: more },
    );
    const run = await stack.preview();
    expect(run.code, run.output).to.equal(0);
    return JSON.parse(
      await readFile(join(stack.folder, "seen.json"), "utf8"),
    ) as unknown;
  };

  it("checks the result against expectations, as the resource does", async () => {
    await scene.cloud.patchDetection(detectionId, { loss_ratio: 7 });
    const unmet = await seen(`
dc.getVifPeerDetection({ detectionId: "${detectionId}" }).then((detection) => see({
  bad: dc.unmetExpectations(detection, { maxLossRatio: 1 }).map(({ expectation }) => expectation),
  good: dc.unmetExpectations(detection, { maxLossRatio: 7 }),
}));`);
    expect(unmet).to.deep.equal({ bad: ["maxLossRatio"], good: [] });
  });

  it("learns from the error why a request failed, and which host it was for", async () => {
    const failure = await seen(`
dc.getVifPeerDetection({ detectionId: "${idOf(0xdead)}" })
  .catch((error) => see(dc.isRequestError(error) && error.failure));`);
    expect(failure).to.include({
      reason: "not-found",
      method: "GET",
      host: new URL(scene.url).host,
      status: 404,
      attempts: 1,
    });
    expect(failure).to.include.keys("operation", "url", "elapsedMs");
    expect((failure as { nextStep: string }).nextStep).to.not.equal("");
    expect(JSON.stringify(failure)).to.not.include(seed.token);
  });

  it("can tell that from a mistake in an input", async () => {
    const isRequest = await seen(`
dc.getVifPeerDetection({ detectionId: "line" }).catch((error) => see({ is: dc.isRequestError(error) }));`);
    expect(isRequest).to.deep.equal({ is: false });
  });
});
