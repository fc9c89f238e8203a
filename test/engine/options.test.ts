import { expect } from "chai";
import { detectionId, vifPeerId } from "../support/programs.js";
import { Scene } from "../support/scene.js";
import type { Stack } from "../support/stack.js";

/** A gate on a line that loses 77 %, and what is said of the options that would open it. */
const openings = {
  'ignoreChanges: ["expect"]': /ignoreChanges: \["expect"\] removes expect/,
  'ignoreChanges: ["expect.maxLossRatio"]':
    /ignoreChanges: \["expect\.maxLossRatio"\] removes expect/,
  'ignoreChanges: ["*"]': /the input __lookup is missing or malformed/,
  'ignoreChanges: ["waitForCompletion"]':
    /removes expect and waitForCompletion/,
  'ignoreChanges: ["lossRatio"]':
    /ignoreChanges: \["lossRatio"\] would replace the new result with an old one/,
  'ignoreChanges: ["status"]': /would replace the new result/,
  'ignoreChanges: ["vifPeerId"]': /would replace the new result/,
  'ignoreChanges: ["__lookup"]': /the input __lookup is missing or malformed/,
  'transformations: [({ props, opts }) => ({ props, opts: { ...opts, ignoreChanges: ["expect"] } })]':
    /removes expect/,
  'transforms: [({ props, opts }) => ({ props, opts: { ...opts, ignoreChanges: ["expect"] } })]':
    /expect is set in the program but did not reach the provider/,
  "transforms: [({ props: { expect, ...props }, opts }) => ({ props, opts })]":
    /expect is set in the program but did not reach the provider/,
  "transforms: [({ props: { __lookup, ...props }, opts }) => ({ props, opts })]":
    /the input __lookup is missing or malformed/,
};

describe("A gate on a line that was good and has become bad", () => {
  const scene = Scene.here();
  let stack: Stack;
  const program = (opts: string) => `
const line = new dc.VifPeerDetection("line", {
  detectionId: "${detectionId}",
  expect: { maxLossRatio: 1 },
  waitForCompletion: true,
}, ${opts});
new Thing("dependent", { value: line.vifPeerId });
exports.lossRatio = line.lossRatio;
`;
  const set = (loss_ratio: number) =>
    scene.cloud.patchDetection(detectionId, { loss_ratio });

  before(async () => {
    stack = await scene.stack(program("{}"));
    const { code, output } = await stack.up();
    expect(code, output).to.equal(0);
  });

  for (const [options, message] of Object.entries(openings)) {
    describe(`is not opened by ${options}`, () => {
      for (const loss of [77, 0]) {
        it(`at a loss of ${String(loss)} %`, async () => {
          await set(loss);
          await stack.write({
            "index.js": scene.written(program(`{ ${options} }`)),
          });
          for (const run of [await stack.preview(), await stack.up()]) {
            expect(run.code, run.output).to.be.greaterThan(0);
            expect(run.output)
              .to.match(message)
              .and.not.match(/^\s+at .*[(:]/m);
          }
        });
      }
    });
  }

  it("works with unrelated options", async () => {
    await set(0);
    await stack.write({
      "index.js": scene.written(
        program('{ ignoreChanges: ["tags", "detectionId"], protect: false }'),
      ),
    });
    const { code, output } = await stack.up();
    expect(code, output).to.equal(0);
  });
});

describe("An option that has no effect on a resource that only reads", () => {
  const scene = Scene.here();

  const refused: [args: string, opts: string, message: RegExp][] = [
    ["", 'import: "x"', /does not accept the option import/],
    ["", 'urn: "x"', /does not accept the option urn/],
    ["", 'version: "1.0.0"', /does not accept the option version/],
    [
      "",
      'pluginDownloadURL: "x"',
      /does not accept the option pluginDownloadURL/,
    ],
    ["", 'customTimeouts: { create: "5m" }', /use waitForCompletion\.timeout/],
    ["", 'replaceOnChanges: ["lossRatio"]', /there is nothing to replace/],
    [
      "expect: { maxLossRatio: 1 }",
      `id: "${detectionId}"`,
      /does not accept expect together with the option id/,
    ],
    [
      "waitForCompletion: true",
      `id: "${detectionId}"`,
      /does not accept waitForCompletion together with the option id/,
    ],
    [
      "",
      'additionalSecretOutputs: ["lossRatio"]',
      /would not protect lossRatio, which the state also holds as an input in plain text/,
    ],
    [
      `detectionId: pulumi.secret("${detectionId}")`,
      "",
      /detectionId is a secret, but Pulumi stores the id of a resource in plain text/,
    ],
    [`vifPeerId: pulumi.secret("${vifPeerId}")`, "", /vifPeerId is a secret/],
  ];

  for (const [args, opts, message] of refused) {
    it(`is refused: ${[args, opts].filter(Boolean).join(" with ")}`, async () => {
      const given = args.includes("Id:") || opts.startsWith("id:");
      const stack = await scene.stack(
        `new dc.VifPeerDetection("line", { ${given ? "" : `detectionId: "${detectionId}",`} ${args} }, { ${opts} });`,
      );
      const { code, output } = await stack.preview();
      expect(code, output).to.be.greaterThan(0);
      expect(output)
        .to.match(message)
        .and.not.match(/^\s+at .*[(:]/m);
      expect(await stack.exported()).not.to.include(detectionId);
    });
  }
});
