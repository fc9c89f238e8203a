import { expect } from "chai";
import * as fc from "fast-check";
import {
  delayBefore,
  parseRetryAfter,
} from "../../provider/huaweicloud/http/backoff.js";

describe("The pause before a retry", () => {
  it("is at most 200 ms, doubling, never more than 20 s", () => {
    expect(
      [0, 1, 2, 3, 10].map((retry) => delayBefore(retry, () => 1)),
    ).to.deep.equal([200, 400, 800, 1600, 20_000]);
  });

  it("is a random part of that, so that clients do not retry together", () => {
    expect(delayBefore(2, () => 0)).to.equal(0);
    expect(delayBefore(2, () => 0.5)).to.equal(400);
  });
});

describe("Retry-After", () => {
  const now = Date.UTC(2026, 10, 24, 12, 0, 0);

  for (const [text, ms] of [
    ["0", 0],
    ["7", 7_000],
    ["1.5", 1_500],
    ["Tue, 24 Nov 2026 12:00:30 GMT", 30_000],
    ["Tuesday, 24-Nov-26 12:00:30 GMT", 30_000],
    ["Tue Nov 24 12:00:30 2026", 30_000],
    ["Tue, 24 Nov 2026 11:00:00 GMT", 0],
    ["-5", undefined],
    ["soon", undefined],
    ["", undefined],
  ] as const) {
    it(`"${text}" ${ms === undefined ? "is ignored" : `is a pause of ${String(ms)} ms`}`, () => {
      expect(parseRetryAfter(text, now)).to.equal(ms);
    });
  }

  it("is never negative, whatever the value", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(parseRetryAfter(text, now) ?? 0).to.be.at.least(0);
      }),
    );
  });
});
