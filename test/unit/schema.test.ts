import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { expect } from "chai";
import { schema } from "../../scripts/schema.js";
import { openSettings } from "../../provider/core.js";
import { systemClock } from "../../provider/huaweicloud/index.js";
import { OUTPUTS } from "../../provider/index.js";
import {
  parseArguments,
  parseFilter,
  parseInputs,
} from "../../provider/inputs.js";
import { parseRunInputs } from "../../provider/runInputs.js";
import { VARIABLES } from "../../provider/settings/index.js";

const FILE = resolve(__dirname, "../../plugin/schema.json");

interface Properties {
  readonly [name: string]: unknown;
}
interface Schema {
  readonly config: { readonly variables: Properties };
  readonly resources: Record<
    string,
    { readonly properties: Properties; readonly inputProperties: Properties }
  >;
  readonly functions: Record<
    string,
    { readonly inputs: { readonly properties: Properties } }
  >;
}

/** Whether a parser knows an input, even if it refuses the value. */
function knows(parse: (inputs: object) => unknown, name: string): boolean {
  try {
    parse({ [name]: {} });
    return true;
  } catch (error) {
    return !(error as Error).message.includes(`${name} is not a known input`);
  }
}

describe("The schema of the plugin", () => {
  let known: Schema;
  before(async () => {
    known = JSON.parse(await readFile(FILE, "utf8")) as Schema;
  });

  it("is generated from the types and doc comments (npm run reference)", async () => {
    expect(await readFile(FILE, "utf8")).to.equal(await schema());
  });

  it("has the settings that the provider reads", () => {
    expect(Object.keys(known.config.variables)).to.have.members(
      Object.keys(VARIABLES),
    );
  });

  it("has the resources and functions that the plugin answers for", () => {
    const { definitions, functions } = openSettings(
      { config: () => undefined, environment: {} },
      {
        clock: systemClock,
        log: () => undefined,
        warn: () => undefined,
        isWanted: () => Promise.resolve(true),
      },
    );
    for (const [inSchema, answered] of [
      [known.resources, definitions],
      [known.functions, functions],
    ] as const) {
      expect(Object.keys(inSchema)).to.have.members(
        Object.keys(answered).map((name) => `huaweicloud-dc:index:${name}`),
      );
    }
  });

  it("has the saved outputs of each resource", () => {
    for (const { properties } of Object.values(known.resources)) {
      expect(Object.keys(properties)).to.have.members([...OUTPUTS]);
    }
  });

  it("has no input that the provider does not know", () => {
    const parsers = {
      "huaweicloud-dc:index:VifPeerDetection": parseInputs,
      "huaweicloud-dc:index:VifPeerDetectionRun": parseRunInputs,
      "huaweicloud-dc:index:getVifPeerDetection": parseArguments,
      "huaweicloud-dc:index:getVifPeerDetections": parseFilter,
    };
    expect(Object.keys(parsers)).to.have.members(
      [known.resources, known.functions].flatMap(Object.keys),
    );
    for (const [token, parse] of Object.entries(parsers)) {
      const inputs =
        known.resources[token]?.inputProperties ??
        known.functions[token]?.inputs.properties ??
        {};
      expect(Object.keys(inputs)).not.to.deep.equal([]);
      for (const name of Object.keys(inputs)) {
        if (name === "batch") continue; // Only the plugin has this input.
        expect(knows(parse, name), `${token} ${name}`).to.equal(true);
      }
    }
  });
});
