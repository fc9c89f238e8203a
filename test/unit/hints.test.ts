import { expect } from "chai";
import { readHints } from "../../provider/hints.js";

/** The problems that `check` finds when it compares the program's inputs with those that arrived. */
function wrong(given: string[], arrived: object, problems: string[] = []) {
  const __lookup = JSON.stringify({
    ...{ preview: false, batch: "1" },
    ...{ given, problems },
  });
  try {
    readHints(__lookup, { saved: "before" }, { ...arrived, __provider: "" });
    return "";
  } catch (error) {
    return (error as Error).message;
  }
}

describe("The hints of a resource", () => {
  it("are sent along with the inputs", () => {
    const hints = {
      preview: true,
      batch: "1",
      given: ["region"],
      problems: [],
    };
    expect(readHints(JSON.stringify(hints), {}, { region: "x" })).to.deep.equal(
      hints,
    );
  });

  it("match the inputs that arrive", () => {
    expect(
      wrong(["region", "expect", "expect.maxAge"], {
        region: null,
        expect: { maxAge: null },
      }),
    ).to.equal("");
  });

  it("reveal that an input was removed on the way", () => {
    expect(wrong(["expect"], {})).to.equal(
      "expect is set in the program but did not reach the provider: ignoreChanges or a transform removes it. Keep it out of both",
    );
    expect(wrong(["expect", "expect.maxAge"], { expect: {} })).to.match(
      /^expect\.maxAge is set in the program but did not reach the provider/,
    );
    expect(wrong(["waitForCompletion"], {})).to.match(
      /^waitForCompletion is set in the program/,
    );
  });

  it("reveal that an input was added on the way", () => {
    expect(wrong([], { status: "complete" })).to.match(
      /^status is not set in the program but reached the provider/,
    );
  });

  it("are required if the resource has a saved state", () => {
    expect(() =>
      readHints(undefined, { saved: "before" }, { region: "x" }),
    ).to.throw(/the input __lookup is missing or malformed/);
    expect(() => readHints("{", { saved: "before" }, { region: "x" })).to.throw(
      /is missing or malformed/,
    );
    expect(readHints(undefined, {}, { region: "x" })).to.deep.include({
      given: [],
      problems: [],
    });
  });

  it("fail the check with the problems of its options", () => {
    expect(wrong([], {}, ["one", "two"])).to.equal("one\ntwo");
  });
});
