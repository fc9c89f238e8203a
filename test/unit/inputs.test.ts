import { expect } from "chai";
import {
  parseArguments,
  parseFilter,
  parseInputs,
} from "../../provider/inputs.js";
import { parseRunInputs } from "../../provider/runInputs.js";
import { detectionId, idOf, vifPeerId } from "../support/programs.js";

/** The error of a resource's inputs; an empty string if there is none. */
function problems(inputs: object, parse: (inputs: object) => object): string {
  try {
    parse({ detectionId, ...inputs });
    return "";
  } catch (error) {
    return (error as Error).message;
  }
}
const wrong = (inputs: object) => problems(inputs, parseInputs);
const wrongArguments = (args: object) => problems(args, parseArguments);

describe("The input expect", () => {
  for (const [value, sentence] of [
    [null, "expect is set but empty"],
    ["", "expect is set but empty"],
    [
      [],
      "expect: expected an object with maxLossRatio and maxAge, received Array",
    ],
    [
      "x",
      'expect: expected an object with maxLossRatio and maxAge, received "x"',
    ],
    [
      false,
      "expect: expected an object with maxLossRatio and maxAge, received false",
    ],
    [{ maxLossRatio: null }, "expect.maxLossRatio is set but empty"],
    [
      { maxLossRatio: undefined },
      "expect.maxLossRatio: expected a number from 0 to 100, received undefined",
    ],
    [
      { maxLossRatio: NaN },
      "expect.maxLossRatio: expected a number from 0 to 100, received NaN",
    ],
    [
      { maxLossRatio: "1" },
      'expect.maxLossRatio: expected a number from 0 to 100, received "1"',
    ],
    [
      { maxLossRatio: 101 },
      "expect.maxLossRatio: expected a number from 0 to 100, received 101",
    ],
    [{ maxAge: "" }, "expect.maxAge is set but empty"],
    [{ maxAge: null }, "expect.maxAge is set but empty"],
    [
      { maxAge: "1d" },
      'expect.maxAge: "1d" is not a duration such as 30s, 5m or 1h30m: write 24h',
    ],
    [
      { maxAge: 60 },
      "expect.maxAge: expected a duration such as 30s, 5m or 1h30m, received 60",
    ],
    [{ maxLoss: 1 }, "expect.maxLoss is not a known input"],
  ] as const) {
    it(`of ${JSON.stringify(value)} is an error that names it`, () => {
      expect(wrong({ expect: value })).to.include(sentence);
    });
  }

  it("may be omitted, without limits, or with limits", () => {
    for (const value of [
      undefined,
      {},
      { maxLossRatio: 0 },
      { maxLossRatio: 100, maxAge: "1h" },
    ]) {
      expect(wrong({ expect: value })).to.equal("");
    }
  });

  it("is refused by a function, with a hint how to check its result", () => {
    expect(wrongArguments({ expect: { maxLossRatio: 1 } })).to.match(
      /^expect: .*unmetExpectations\(detection, \{ maxLossRatio: 1 \}\)/,
    );
    expect(wrongArguments({ expect: null })).to.match(/unmetExpectations/);
    expect(wrongArguments({ expect: undefined })).to.equal("");
  });
});

describe("The input waitForCompletion", () => {
  it("that is empty or a list is an error, but an empty timeout or interval has its default", () => {
    expect(wrong({ waitForCompletion: null })).to.include(
      "waitForCompletion is set but empty",
    );
    expect(wrong({ waitForCompletion: [] })).to.include(
      "waitForCompletion: expected true, or an object with timeout and interval",
    );
    expect(
      wrong({ waitForCompletion: { timeout: null, interval: undefined } }),
    ).to.equal("");
  });

  it("has an interval that is greater than 0", () => {
    expect(wrong({ waitForCompletion: { interval: "0s" } })).to.equal(
      "waitForCompletion.interval: the interval must be greater than 0",
    );
  });
});

describe("An input", () => {
  it("that is an output says that ignoreChanges may have caused it", () => {
    for (const name of ["lossRatio", "status", "__id"]) {
      expect(wrong({ [name]: 0 })).to.match(
        new RegExp(
          `^${name} is an output, not an input: remove "${name}" or "\\*" from ignoreChanges`,
        ),
      );
    }
  });

  it("of another type says which type is expected", () => {
    expect(wrong({ region: 4, vifPeerId })).to.equal(
      "region: expected a string, received 4",
    );
  });

  it("is described in our own words", () => {
    const nothing = undefined as unknown as object;
    for (const parse of [parseArguments, parseFilter]) {
      expect(() => parse(nothing)).to.throw(
        "expected an object of arguments, such as { detectionId: … }, received undefined",
      );
    }
    expect(() => parseFilter({ status: "bad" })).to.throw(
      'status: expected processing, complete, error, received "bad"',
    );
  });

  it("that is empty is an error, unless it has a default", () => {
    expect(wrong({ detectionId: "" })).to.equal(
      "detectionId is set but empty: give it a value, or omit it",
    );
    expect(wrong({ region: null, projectId: undefined })).to.equal("");
  });
});

describe("The inputs of a run", () => {
  const failure = (inputs: object) => {
    try {
      parseRunInputs({ vifPeerId: idOf(1), ...inputs });
    } catch (error) {
      return (error as Error).message;
    }
    throw new Error("the inputs were accepted");
  };

  it("have their own error messages, which show no trigger, since it may be a secret", () => {
    expect(failure({ triggers: "a secret" })).to.equal(
      "triggers: expected a list, such as [commit]",
    );
    expect(failure({ remeasure: {} })).to.equal(
      "remeasure.olderThan is missing: give it a value",
    );
    expect(failure({ keep: "yes" })).to.match(/^keep: expected true or false/);
  });
});
