import { expect } from "chai";
import { whyMeasure } from "../../provider/remeasuring.js";

type News = Parameters<typeof whyMeasure>[1];

describe("A run measures again", () => {
  const now = Date.parse("2025-07-05T16:00:00Z");
  const saved = {
    detectionId: "3284c6e2-a803-4108-8496-ed3f150697d6",
    vifPeerId: "1158951c-a6f1-40a0-af88-632817fd24ac",
    status: "complete" as const,
    lossRatio: 1,
    endTime: "2025-07-05 15:30:00",
  };
  const why = (
    before: object,
    inputs: Partial<News> = {},
    timeZone = "Z",
  ): string | undefined =>
    whyMeasure(
      { ...saved, ...before },
      { remeasure: { olderThan: "1h" }, ...inputs } as News,
      { now, timeZone },
    );

  it("not if the saved result is fresh and good and the triggers are equal, whatever the order of their keys", () => {
    expect(why({})).to.equal(undefined);
    expect(
      why(
        { triggers: [{ a: 1, b: [2] }] },
        { triggers: [{ b: [2], a: 1 }], expect: { maxLossRatio: 1 } },
      ),
    ).to.equal(undefined);
  });

  it("if there is no result", () => {
    expect(why({ status: "processing" })).to.match(/no result yet/);
    expect(why({ status: undefined })).to.match(/no result yet/);
  });

  it("if triggers were changed, added or removed, or are not known", () => {
    expect(why({ triggers: [1] }, { triggers: [2] })).to.match(/have changed/);
    expect(why({}, { triggers: [1] })).to.match(/have changed/);
    expect(why({ triggers: [1] })).to.match(/have changed/);
    const triggers = ["04da6b54-80e4-46f7-96ec-b56ff0331ba9"];
    expect(why({}, { triggers })).to.match(/not known yet/);
  });

  it("if the saved result does not meet the gate, whatever remeasure says", () => {
    const expectations = { maxLossRatio: 0 };
    for (const remeasure of ["onTriggers", "always"] as const) {
      expect(why({}, { remeasure, expect: expectations })).to.match(
        /not good enough: the loss ratio is 1 %/,
      );
    }
    expect(why({ status: "error" }, { expect: {} })).to.match(
      /not good enough/,
    );
  });

  it("if the result is older than olderThan, or its age is not known", () => {
    expect(why({}, { remeasure: { olderThan: "29m" } })).to.match(
      /30 min old, and remeasure\.olderThan is 29m/,
    );
    expect(why({ endTime: null })).to.match(/age .* is not known/);
    expect(why({ endTime: "soon" })).to.match(/age .* is not known/);
    expect(why({}, {}, "-05:00")).to.match(
      /ended .* in the future; if the service writes local times, set huaweicloud:timeZone \(currently -05:00\)/,
    );
  });

  it("always, or only on triggers, if remeasure says so", () => {
    expect(why({}, { remeasure: "always" })).to.match(/"always"/);
    expect(why({ endTime: null }, { remeasure: "onTriggers" })).to.equal(
      undefined,
    );
  });
});
