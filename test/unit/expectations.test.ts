import { expect } from "chai";
import * as fc from "fast-check";
import {
  type Expectations,
  unmetExpectations,
} from "../../provider/detections/expectations.js";

const now = Date.UTC(2025, 6, 5, 16, 15, 14);
const good = {
  detectionId: "3284c6e2-a803-4108-8496-ed3f150697d6",
  vifPeerId: "1158951c-a6f1-40a0-af88-632817fd24ac",
  startTime: "2025-07-05 15:11:14",
  endTime: "2025-07-05 15:15:14",
  status: "complete",
  lossRatio: 1,
};

function unmet(
  expectations: Expectations,
  changes: object = {},
  timeZone = "Z",
) {
  return unmetExpectations({ ...good, ...changes }, expectations, {
    now,
    timeZone,
  });
}
const names = (...args: Parameters<typeof unmet>) =>
  unmet(...args).map(({ expectation }) => expectation);

describe("An expectation", () => {
  it("is met by a good detection, exactly at the limits", () => {
    expect(names({ maxLossRatio: 1, maxAge: "1h" })).to.deep.equal([]);
  });

  it("is not met one percent or one second above the limit", () => {
    expect(names({ maxLossRatio: 0.9 })).to.deep.equal(["maxLossRatio"]);
    expect(names({ maxAge: "59m59s" })).to.deep.equal(["maxAge"]);
  });

  for (const changes of [
    { status: "processing", lossRatio: null, endTime: null },
    { status: "error", lossRatio: null },
    { lossRatio: null },
    // The values of a running detection, should it ever get here.
    { status: "processing", lossRatio: 0 },
  ]) {
    it(`is never met by ${JSON.stringify(changes)}`, () => {
      expect(names({}, changes)).to.deep.equal(["complete"]);
      expect(names({ maxLossRatio: 100 }, changes)).to.include("maxLossRatio");
    });
  }

  it("of an age is not met by a detection without an end time, or with one in the future", () => {
    for (const endTime of [null, "soon", "2025-07-05 16:20:15"]) {
      expect(names({ maxAge: "24h" }, { endTime })).to.deep.equal(["maxAge"]);
    }
  });

  it("allows five minutes of difference between clocks", () => {
    expect(
      names({ maxAge: "0s" }, { endTime: "2025-07-05 16:20:14" }),
    ).to.deep.equal([]);
  });

  it("names the time zone setting if a time is in the future", () => {
    const local = { endTime: "2025-07-06 00:15:14" };
    const [future] = unmet({ maxAge: "1h" }, local);
    expect(future?.sentence).to.match(
      /8 h in the future.*set timeZone in the config/,
    );
    expect(names({ maxAge: "1h" }, local, "+08:00")).to.deep.equal([]);
  });

  it("says what to do about a detection that has not ended well", () => {
    const says = (changes: object) => unmet({}, changes)[0]?.sentence;
    expect(says({ status: "processing" })).to.match(
      /"processing", it must be "complete": set waitForCompletion/,
    );
    expect(says({ status: "error" })).to.match(/: start another detection/);
    expect(says({ lossRatio: null })).to.match(/: start another one/);
  });

  it("is reported in the order complete, maxLossRatio, maxAge", () => {
    expect(
      names({ maxAge: "1h", maxLossRatio: 1 }, { status: "error" }),
    ).to.deep.equal(["complete", "maxLossRatio", "maxAge"]);
  });

  it("reports everything that is not met, with the observed value, the limit and the detection", () => {
    const all = unmet({ maxLossRatio: 0, maxAge: "1m" });
    expect(all.map(({ sentence }) => sentence)).to.deep.equal([
      `the loss ratio is 1 %, at most 0 % is allowed (detection ${good.detectionId} of peer ${good.vifPeerId}, ended 2025-07-05 15:15:14)`,
      `the detection ended 1 h ago, it must have ended within the last 1m; if the service writes local times, set timeZone in the config or in the policy (currently Z) (detection ${good.detectionId} of peer ${good.vifPeerId}, ended 2025-07-05 15:15:14)`,
    ]);
  });

  it("is met exactly by complete detections that lose no more than the limit", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("processing", "complete", "error", "new"),
        fc.option(fc.integer({ min: 0, max: 100 })),
        fc.integer({ min: 0, max: 100 }),
        (status, lossRatio, maxLossRatio) => {
          expect(
            names({ maxLossRatio }, { status, lossRatio }).length === 0,
          ).to.equal(
            status === "complete" &&
              lossRatio !== null &&
              lossRatio <= maxLossRatio,
          );
        },
      ),
    );
  });
});
