import { expect } from "chai";
import { detectionId, prelude } from "../support/programs.js";
import { Scene } from "../support/scene.js";
import type { Run, Stack } from "../support/stack.js";

const hour = 3_600_000;
/** A time as the API writes it, so many milliseconds from now. */
const apiTime = (fromNow: number) =>
  new Date(Date.now() + fromNow).toISOString().slice(0, 19).replace("T", " ");

describe("expect", () => {
  const scene = Scene.here();
  let stack: Stack;
  const program = (args: object) => `${prelude}
const line = new dc.VifPeerDetection("line", ${JSON.stringify({ detectionId, ...args })});
new Thing("dependent", { value: line.vifPeerId });
`;
  const asks = { expect: { maxLossRatio: 1, maxAge: "1h" } };
  const good = () => ({
    status: "complete",
    loss_ratio: 1,
    start_time: apiTime(-0.6 * hour),
    end_time: apiTime(-0.5 * hour),
  });

  before(async () => {
    stack = await scene.stack("", { program: program(asks) });
  });

  /** The one error of a run, without its continuation by the engine. */
  const errorOf = ({ code, output }: Run): string => {
    expect(code).to.be.greaterThan(0);
    expect(output).to.not.match(/^\s+at .*[(:]/m);
    const [, diagnostics = ""] = output.split("\nDiagnostics:\n");
    const [, error = ""] =
      /has a problem: (.*?)\n\s*\n/s.exec(diagnostics) ?? [];
    return error;
  };
  const identity = `\\(detection ${detectionId} of peer .*, (started|ended) .*\\)`;

  const unmet: [what: string, task: object, ...sentences: string[]][] = [
    [
      "a loss ratio that is too high",
      { loss_ratio: 2 },
      "expect.maxLossRatio: the loss ratio is 2 %, at most 1 % is allowed",
    ],
    [
      "a task that is processing, whatever loss ratio it reports",
      { status: "processing", loss_ratio: 0, end_time: null },
      'expect: the status is "processing", it must be "complete"',
      'expect.maxLossRatio: there is no loss ratio \\(status "processing"\\)',
      'expect.maxAge: the detection has not completed \\(status "processing"\\)',
    ],
    [
      "a detection that has failed",
      { status: "error", loss_ratio: 0 },
      'expect: the status is "error", it must be "complete"',
    ],
    [
      "a detection that ended too long ago",
      { end_time: apiTime(-3 * hour) },
      "expect.maxAge: the detection ended 3 h.* ago, it must have ended within the last 1h",
    ],
    [
      "a time in the future",
      { end_time: apiTime(8 * hour) },
      "expect.maxAge: the end time .* is [78] h.* in the future.*set timeZone in the config",
    ],
  ];
  for (const [what, task, ...sentences] of unmet) {
    it(`stops a preview on ${what}, and says so`, async () => {
      await scene.cloud.patchDetection(detectionId, { ...good(), ...task });
      const error = errorOf(await stack.preview());
      for (const sentence of sentences) {
        expect(error).to.match(new RegExp(`${sentence}.*${identity}`));
      }
    });
  }

  it("also stops an update without a preview, before what depends on the line, and lists every unmet expectation", async () => {
    await scene.cloud.patchDetection(detectionId, {
      ...good(),
      loss_ratio: 100,
      end_time: apiTime(-2 * hour),
    });
    const error = errorOf(await stack.up());
    expect(error).to.match(/expect\.maxLossRatio: the loss ratio is 100 %/);
    expect(error).to.match(/expect\.maxAge: the detection ended 2 h.* ago/);
    expect(await stack.resource("dependent")).to.equal(undefined);
    expect(await stack.resource("line")).to.equal(undefined);
  });

  it("stops an update while the detection is processing", async () => {
    await scene.cloud.patchDetection(detectionId, {
      ...good(),
      status: "processing",
      loss_ratio: 0,
    });
    await stack.write({ "index.js": program({ expect: {} }) });
    expect(errorOf(await stack.up())).to.match(/the status is "processing"/);
    expect(await stack.resource("dependent")).to.equal(undefined);
    await stack.write({ "index.js": program(asks) });
  });

  it("lets a line pass with a warning if HUAWEICLOUD_DC_GATE=warn is set", async () => {
    stack.setEnvironment({ HUAWEICLOUD_DC_GATE: "warn" });
    const run = await stack.preview();
    stack.setEnvironment({ HUAWEICLOUD_DC_GATE: "" });
    expect(run.code, run.output).to.equal(0);
    expect(run.output).to.match(
      /warning: expect: the status is "processing".*passed because HUAWEICLOUD_DC_GATE=warn/,
    );
    expect(run.output).to.match(/2 to create/);
  });

  it("lets a good line pass and creates what depends on it", async () => {
    await scene.cloud.patchDetection(detectionId, good());
    const run = await stack.up();
    expect(run.code, run.output).to.equal(0);
    expect(await stack.resource("dependent")).to.not.equal(undefined);
  });

  it("shows no change when it is changed, or waitForCompletion is added", async () => {
    await stack.write({
      "index.js": program({
        expect: { maxLossRatio: 3 },
        waitForCompletion: true,
      }),
    });
    const run = await stack.up("--expect-no-changes");
    expect(run.code, run.output).to.equal(0);
  });

  for (const [limits, sentence] of [
    ["null", /expect (is set but empty|is missing from what)/],
    ["[]", /expect: expected an object/],
    ['"x"', /expect: expected an object/],
    ["{ maxLossRatio: null }", /expect\.maxLossRatio is set but empty/],
    ['{ maxLossRatio: "1" }', /expect\.maxLossRatio: .* received "1"/],
    ["{ maxLossRatio: NaN }", /expect\.maxLossRatio/],
    ['{ maxAge: "" }', /expect\.maxAge is set but empty/],
    ["new Map([['maxLossRatio', 1]])", /expect: .*\[object Map\]/],
    [
      "new (class { get maxLossRatio() { return 1; } })()",
      /the loss ratio is 100 %/,
    ],
    ["Object.create({ maxLossRatio: 1 })", /the loss ratio is 100 %/],
    [
      "Object.create({ consecutive: 3 })",
      /expect\.consecutive is set together/,
    ],
    ["() => 1", /expect: .* received "function"/],
    ["{ maxLossRatio: () => 1 }", /expect\.maxLossRatio: .*"function"/],
    ["Promise.resolve([])", /expect: expected an object/],
  ] as const) {
    it(`of ${limits} does not let a line pass that lost everything`, async () => {
      await scene.cloud.patchDetection(detectionId, {
        ...good(),
        loss_ratio: 100,
      });
      await stack.write({
        "index.js": program({}).replace(
          `"${detectionId}"}`,
          `"${detectionId}", expect: ${limits}}`,
        ),
      });
      expect(errorOf(await stack.up())).to.match(sentence);
    });
  }

  it("that is malformed is an error that names it", async () => {
    await stack.write({
      "index.js": program({ expect: { maxLossRatio: 101, maxAge: "-1h" } }),
    });
    const error = errorOf(await stack.preview());
    expect(error).to.match(/expect\.maxLossRatio: .* 0 to 100/);
    expect(error).to.match(/expect\.maxAge: .*"-1h"/);
  });
});
