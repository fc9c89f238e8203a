import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { comparable } from "../../sdk/triggers.js";

class Release {
  constructor(
    readonly version: string,
    readonly at = new Date(0),
  ) {}
  describe(): string {
    return this.version;
  }
}

class Commit {
  get hash(): string {
    return "1a2b";
  }
}

describe("The triggers of a run", () => {
  it("are compared by value, with the dates inside objects and lists", () => {
    const at = "1970-01-01T00:00:00.000Z";
    const triggers = [new Date(0), { at: new Date(0) }, new Release("1")];
    expect(comparable(triggers)).to.deep.equal([
      at,
      { at },
      { version: "1", at },
    ]);
  });

  it("are compared as JSON if they have a toJSON of their own", () => {
    const url = new URL("https://example.com/line");
    expect(comparable([url])).to.deep.equal(["https://example.com/line"]);
  });

  it("may be assets, which Pulumi compares by their content", () => {
    const asset = new pulumi.asset.StringAsset("text");
    expect(comparable([asset])).to.deep.equal([asset]);
  });

  const refused: Record<string, unknown> = {
    "an object with getters, inherited or hidden values": new Commit(),
    "a Map": new Map(),
    "a Function": () => 1,
    NaN: NaN,
  };
  for (const [kind, trigger] of Object.entries(refused)) {
    it(`must not be ${kind}: Pulumi would not see its changes`, () => {
      expect(() => comparable([{ trigger }])).to.throw(
        `a trigger of VifPeerDetectionRun is ${kind}, and Pulumi cannot detect`,
      );
    });
  }

  it("must not hide their values", () => {
    class Hidden {
      readonly #value = 1;
      next = () => this.#value;
    }
    for (const trigger of [Object(1) as unknown, new Hidden()]) {
      expect(() => comparable([trigger])).to.throw("Pulumi cannot detect");
    }
  });
});
