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

  it("may be assets, which Pulumi compares by their content", () => {
    const asset = new pulumi.asset.StringAsset("text");
    expect(comparable([asset])).to.deep.equal([asset]);
  });

  const refused: Record<string, unknown> = {
    "an object with getters or inherited values": new Commit(),
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
});
