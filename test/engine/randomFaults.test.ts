import { expect } from "chai";
import * as seed from "../../emulator/seed.js";
import { idOf } from "../support/programs.js";
import {
  FATAL,
  IN_A_ROW,
  PASSING,
  pick,
  randomFrom,
} from "../support/randomFaults.js";
import { Scene } from "../support/scene.js";
import type { Stack } from "../support/stack.js";

const FAULTS = 70;

describe("An update of fifty resources among random faults", () => {
  const scene = Scene.here();
  const ids = Array.from({ length: 50 }, (_, index) => idOf(index));
  const random = randomFrom(5);
  let stack: Stack;

  before(async () => {
    await scene.cloud.setDetections(
      ids.map((id) => ({ ...seed.documentedDetection, id })),
    );
    stack = await scene.stack(
      `${JSON.stringify(ids)}.forEach((detectionId, index) => new dc.VifPeerDetection("line" + index, { detectionId }));`,
    );
  });

  it("succeeds if all of them are transient", async () => {
    const met = new Map<string, number>();
    for (let left = FAULTS; left > 0;) {
      const id = pick(ids, random);
      const before = met.get(id) ?? 0;
      if (before >= IN_A_ROW) continue;
      met.set(id, before + 1);
      left--;
      await scene.cloud.fault({ ...pick(PASSING, random), id });
    }
    const run = await scene.observe(() => stack.up());
    expect(run.code, run.output).to.equal(0);
    expect(run.output).to.match(/\+ 51 created/);
    expect(run.requests).to.have.length(ids.length + FAULTS);
  });

  for (const [fault, sentence] of FATAL) {
    it(`fails with one error that names the fault and keeps the state: ${fault.kind}`, async () => {
      const id = pick(ids, random);
      await scene.cloud.fault({ ...fault, id });
      const run = await stack.up();
      expect(run.code).to.be.greaterThan(0);
      expect(run.output).to.match(sentence);
      expect(run.output).to.include(id);
      expect(run.output.match(/error: .*has a problem/g)).to.have.length.within(
        1,
        2,
      );
      expect(
        (await stack.resources()).filter(({ urn }) => urn.includes("line")),
      ).to.have.length(ids.length);
      const good = await stack.up();
      expect(good.output).to.match(/51 unchanged/);
    });
  }
});
