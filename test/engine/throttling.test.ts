import { expect } from "chai";
import * as seed from "../../emulator/seed.js";
import { idOf } from "../support/programs.js";
import { Scene } from "../support/scene.js";

const COUNT = 100;

describe("A preview of a hundred resources against a service that throttles", () => {
  const scene = Scene.here();

  for (const retryAfter of [undefined, "1"]) {
    it(`succeeds${retryAfter === undefined ? "" : ", with Retry-After"}`, async () => {
      const ids = Array.from({ length: COUNT }, (_, index) => idOf(index));
      await scene.cloud.setDetections(
        ids.map((id) => ({ ...seed.documentedDetection, id })),
      );
      await scene.cloud.settings({
        rateLimit: {
          requestsPerSecond: 10,
          ...(retryAfter !== undefined && { retryAfter }),
        },
      });
      const stack = await scene.stack(`
for (const id of ${JSON.stringify(ids)}) new dc.VifPeerDetection(id, { detectionId: id });
`);
      const run = await scene.observe(() => stack.preview());
      expect(run.code, run.output).to.equal(0);
      const taken = run.requests.filter(({ status }) => status === 200);
      expect(taken).to.have.length(COUNT);
      expect(run.requests.length).to.be.at.most(1.5 * COUNT);
    });
  }
});
