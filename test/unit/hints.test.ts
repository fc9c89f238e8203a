import { expect } from "chai";
import { takeHints } from "../../provider/hints.js";

/** What `check` finds wrong between what the program gave and what arrived. */
function wrong(given: string[], arrived: object, problems: string[] = []) {
  const __lookup = JSON.stringify({
    ...{ preview: false, batch: "1" },
    ...{ given, problems },
  });
  try {
    takeHints({ saved: "before" }, { ...arrived, __lookup, __provider: "" });
    return "";
  } catch (error) {
    return (error as Error).message;
  }
}

describe("What the program says of a resource", () => {
  it("is taken out of its inputs", () => {
    const hints = {
      preview: true,
      batch: "1",
      given: ["region"],
      problems: [],
    };
    expect(
      takeHints({}, { region: "x", __lookup: JSON.stringify(hints) }),
    ).to.deep.equal({ hints, inputs: { region: "x" } });
  });

  it("agrees with what arrives", () => {
    expect(
      wrong(["region", "expect", "expect.maxAge"], {
        region: null,
        expect: { maxAge: null },
      }),
    ).to.equal("");
  });

  it("shows that an input was taken away on the way", () => {
    expect(wrong(["expect"], {})).to.equal(
      "expect was given, but did not arrive: ignoreChanges or a transform takes it away. Remove it there",
    );
    expect(wrong(["expect", "expect.maxAge"], { expect: {} })).to.match(
      /^expect\.maxAge was given, but did not arrive/,
    );
    expect(wrong(["waitForCompletion"], {})).to.match(/^waitForCompletion was/);
  });

  it("shows that an input was added on the way", () => {
    expect(wrong([], { status: "complete" })).to.match(
      /^status was not given, but arrived/,
    );
  });

  it("must be there where something is saved already", () => {
    expect(() => takeHints({ saved: "before" }, { region: "x" })).to.throw(
      /hints of pulumi-huaweicloud-dc are missing/,
    );
    expect(() =>
      takeHints({ saved: "before" }, { __lookup: "{", region: "x" }),
    ).to.throw(/are missing/);
    expect(takeHints({}, { region: "x" }).inputs).to.deep.equal({
      region: "x",
    });
  });

  it("fails the check with what is wrong with its options", () => {
    expect(wrong([], {}, ["one", "two"])).to.equal("one\ntwo");
  });
});
