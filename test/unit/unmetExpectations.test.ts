import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { unmetExpectations } from "../../sdk/index.js";

const now = new Date("2025-07-05T16:15:14Z");
const good = {
  detectionId: "3284c6e2-a803-4108-8496-ed3f150697d6",
  vifPeerId: "1158951c-a6f1-40a0-af88-632817fd24ac",
  startTime: "2025-07-05 15:11:14",
  endTime: "2025-07-05 15:15:14",
  status: "complete",
  lossRatio: 0,
} as const;

/** Without types, as in JavaScript. */
const judge = unmetExpectations as (
  detection: unknown,
  expectations: unknown,
  options?: unknown,
) => { expectation: string; message: string }[];
const names = (...args: Parameters<typeof judge>) =>
  judge(...args).map(({ expectation }) => expectation);

describe("unmetExpectations", () => {
  it("is empty for a detection that meets everything", () => {
    const limits = { maxLossRatio: 0, maxAge: "1h" };
    expect(unmetExpectations(good, limits, { now })).to.deep.equal([]);
    expect(unmetExpectations(good, {})).to.deep.equal([]);
  });

  it("sees limits in any form, and refuses objects without limits", () => {
    const lossy = { ...good, lossRatio: 7 };
    class Limits {
      get maxLossRatio() {
        return 1;
      }
    }
    expect(names(lossy, new Limits())).to.deep.equal(["maxLossRatio"]);
    expect(names(lossy, Object.create({ maxLossRatio: 1 }))).to.deep.equal([
      "maxLossRatio",
    ]);
    for (const limits of [new Map([["maxLossRatio", 1]]), [1]]) {
      expect(() => judge(lossy, limits)).to.throw(
        /should be an object such as/,
      );
    }
  });

  it("names each unmet expectation, with the observed and the allowed value", () => {
    const lossy = { ...good, lossRatio: 7 };
    const unmet = unmetExpectations(
      lossy,
      { maxLossRatio: 1, maxAge: "30m" },
      { now },
    );
    expect(unmet.map(({ expectation }) => expectation)).to.have.members([
      "maxLossRatio",
      "maxAge",
    ]);
    const [loss] = unmet.filter(
      ({ expectation }) => expectation === "maxLossRatio",
    );
    expect(loss?.message).to.match(
      /loss ratio is 7 %, at most 1 % .*3284c6e2.*1158951c/,
    );
  });

  it("always expects a complete detection", () => {
    const running = { ...good, status: "processing", lossRatio: null } as const;
    expect(names(running, {})).to.deep.equal(["complete"]);
    expect(names(running, { maxLossRatio: 100 })).to.have.members([
      "complete",
      "maxLossRatio",
    ]);
  });

  it("reads times without a zone in the given zone", () => {
    const limit = { maxAge: "2h" };
    expect(names(good, limit, { now, timeZone: "+08:00" })).to.deep.equal([
      "maxAge",
    ]);
    expect(names(good, limit, { now, timeZone: "Z" })).to.deep.equal([]);
  });

  it("reads them in huaweicloud:timeZone if no zone is set", () => {
    const before = pulumi.runtime.allConfig();
    pulumi.runtime.setAllConfig({ "huaweicloud:timeZone": "+08:00" });
    try {
      expect(names(good, { maxAge: "2h" }, { now })).to.deep.equal(["maxAge"]);
    } finally {
      pulumi.runtime.setAllConfig(before);
    }
  });

  it("uses the time of this machine by default", () => {
    const endTime = new Date().toISOString().slice(0, 19) + "Z";
    expect(names({ ...good, endTime }, { maxAge: "1h" })).to.deep.equal([]);
    expect(names(good, { maxAge: "1h" })).to.deep.equal(["maxAge"]);
  });

  describe("is never empty for a value that is not a detection:", () => {
    const odd: Record<string, unknown> = {
      undefined: undefined,
      null: null,
      "an empty object": {},
      "a string": "complete",
      "a list of one": [good],
      "an unknown status": { ...good, status: "done" },
      "no id": { ...good, detectionId: undefined },
      "no peer": { ...good, vifPeerId: undefined },
      "no status": { ...good, status: undefined },
      "no loss ratio": { ...good, lossRatio: undefined },
      "a loss ratio of null": { ...good, lossRatio: null },
      "a loss ratio that is a string": { ...good, lossRatio: "0" },
      "a loss ratio below 0": { ...good, lossRatio: -1 },
      "a loss ratio that is not a number": { ...good, lossRatio: NaN },
      "fields that are outputs": {
        ...good,
        status: pulumi.output("complete"),
        lossRatio: pulumi.output(0),
      },
    };
    for (const [name, detection] of Object.entries(odd)) {
      it(name, () => {
        for (const expectations of [{}, { maxLossRatio: 100 }]) {
          const unmet = judge(detection, expectations);
          expect(unmet).to.not.have.length(0);
          expect(unmet[0]?.expectation).to.equal("complete");
          expect(unmet[0]?.message).to.be.a("string").and.not.equal("");
        }
      });
    }

    it("one without an end, if maxAge is set", () => {
      const endless = { ...good, endTime: undefined };
      expect(names(endless, { maxAge: "1000000h" })).to.deep.equal(["maxAge"]);
    });
  });

  it("says how to check an output or a promise", () => {
    for (const later of [pulumi.output(good), Promise.resolve(good)]) {
      expect(() => judge(later, {})).to.throw(pulumi.RunError, /apply|await/);
    }
  });

  it("passes on the error of a value that is not known yet", () => {
    const unknown = new Error("not known yet");
    const detection = {
      ...good,
      get lossRatio(): number {
        throw unknown;
      },
    };
    expect(() => judge(detection, { maxLossRatio: 1 })).to.throw(unknown);
  });

  describe("refuses, by name, a limit that is set but", () => {
    const wrong: Record<string, [expectations: unknown, says: RegExp]> = {
      undefined: [{ maxLossRatio: undefined }, /maxLossRatio is undefined/],
      null: [{ maxLossRatio: null }, /maxLossRatio is null/],
      "a string": [{ maxLossRatio: "1" }, /maxLossRatio is "1"/],
      "not a number": [{ maxLossRatio: NaN }, /maxLossRatio is NaN/],
      "more than 100": [{ maxLossRatio: 101 }, /maxLossRatio is 101/],
      "less than 0": [{ maxLossRatio: -1 }, /maxLossRatio is -1/],
      "an output": [{ maxLossRatio: pulumi.output(1) }, /maxLossRatio is an /],
      "an age of undefined": [{ maxAge: undefined }, /maxAge is undefined/],
      "an age that is empty": [{ maxAge: "" }, /maxAge is ""/],
      "an age that is not a duration": [{ maxAge: "1d" }, /maxAge is "1d"/],
      misspelt: [{ maxLoss: 1 }, /maxLoss is not an expectation/],
    };
    for (const [name, [expectations, says]] of Object.entries(wrong)) {
      it(name, () => {
        for (const detection of [good, undefined]) {
          expect(() => judge(detection, expectations)).to.throw(
            pulumi.RunError,
            says,
          );
        }
      });
    }

    it("missing expectations, or no object", () => {
      for (const expectations of [undefined, null, [], 1, pulumi.output({})]) {
        expect(() => judge(good, expectations)).to.throw(
          pulumi.RunError,
          /expectations/,
        );
      }
    });

    it("an invalid zone or time", () => {
      expect(() => judge(good, {}, { timeZone: "CST" })).to.throw(
        /timeZone is "CST"/,
      );
      expect(() => judge(good, {}, { now: new Date("today") })).to.throw(
        /now is /,
      );
    });
  });
});
