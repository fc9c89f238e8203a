import { expect } from "chai";
import * as seed from "../../emulator/seed.js";
import { RequestError } from "../../provider/huaweicloud/errors.js";
import { idOf } from "../support/programs.js";
import {
  FATAL,
  IN_A_ROW,
  PASSING,
  pick,
  randomFrom,
} from "../support/randomFaults.js";
import { emulatedCloud } from "../support/emulatedCloud.js";
import { openLookups } from "../support/lookups.js";

const RUNS = 4;
const RESOURCES = 50;
const FAULTS = 50;

describe("Fifty lookups among fifty random faults", () => {
  const cloud = emulatedCloud();

  for (let run = 1; run <= RUNS; run++) {
    it(`succeed if they can, and otherwise name the fault: run ${String(run)} of ${String(RUNS)}`, async () => {
      const random = randomFrom(run);
      const ids = Array.from({ length: RESOURCES }, (_, index) => idOf(index));
      await cloud.control.setDetections(
        ids.map((id) => ({ ...seed.documentedDetection, id })),
      );
      const met = new Map<string, number>();
      const ends = new Map<string, RegExp>();
      for (let left = FAULTS; left > 0;) {
        const id = pick(ids, random);
        const before = met.get(id) ?? 0;
        if (before >= IN_A_ROW || ends.has(id)) continue;
        met.set(id, before + 1);
        left--;
        if (random() < 0.1) {
          const [fault, sentence] = pick(FATAL, random);
          ends.set(id, sentence);
          await cloud.control.fault({ ...fault, id });
        } else {
          await cloud.control.fault({ ...pick(PASSING, random), id });
        }
      }
      // In one run, one request gets no answer, which takes as long as the default time limit.
      const quiet = ids.find((id) => !met.has(id));
      if (run === 1 && quiet !== undefined) {
        await cloud.control.fault({ kind: "stallHeaders", id: quiet });
      }

      const { lookups } = openLookups({
        region: seed.region,
        projectId: seed.projectId,
        accessKey: seed.accessKey,
        secretKey: seed.secretKey,
        endpoints: JSON.stringify({ dc: cloud.url }),
      });
      await Promise.all(
        ids.map(async (id) => {
          const result: unknown = await lookups
            .find({ detectionId: id })
            .catch((error: unknown) => error);
          const sentence = ends.get(id);
          if (sentence === undefined) {
            expect(result, String(result)).to.include({ detectionId: id });
          } else {
            expect(result).to.be.instanceOf(RequestError);
            expect((result as RequestError).message).to.match(sentence);
          }
        }),
      );
      expect(await cloud.control.pendingFaults()).to.deep.equal([]);
    });
  }
});
