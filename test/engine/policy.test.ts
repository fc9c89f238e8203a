import { readdir, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { expect } from "chai";
import type { Task } from "../../emulator/controlClient.js";
import { detectionId, idOf } from "../support/programs.js";
import { Scene } from "../support/scene.js";
import type { Run, Stack } from "../support/stack.js";

const COMPLETE = "vif-peer-detection-complete";
const LOSS_RATIO = "vif-peer-detection-loss-ratio";
const FRESH = "vif-peer-detection-fresh";
const REQUIRED = "vif-peer-detection-required";
const HOUR = 3_600_000;
const READY_PACK = "node_modules/pulumi-huaweicloud-dc/policy-pack";

/** As the API writes times, so many hours from the moment of the call. */
function time(hours: number): string {
  const date = new Date(Date.now() + hours * HOUR);
  return date.toISOString().slice(0, 19).replace("T", " ");
}

/** Lines of which one thing is bad, and the policies that must say so by default. */
const lines = {
  good: { task: () => ({}), violates: [] },
  lossy: { task: () => ({ loss_ratio: 7 }), violates: [LOSS_RATIO] },
  old: { task: () => ({ end_time: time(-100) }), violates: [FRESH] },
  early: { task: () => ({ end_time: time(8) }), violates: [FRESH] },
  running: {
    task: () => ({ status: "processing", loss_ratio: 0, end_time: null }),
    violates: [COMPLETE, LOSS_RATIO, FRESH],
  },
  failed: {
    task: () => ({ status: "error", loss_ratio: 0 }),
    violates: [COMPLETE, LOSS_RATIO, FRESH],
  },
} satisfies Record<string, { task: () => Partial<Task>; violates: string[] }>;

type Line = keyof typeof lines;
const names = Object.keys(lines) as Line[];
const idOfLine = (line: Line) => idOf(names.indexOf(line) + 1);
const peerOf = (line: Line) => idOf(names.indexOf(line) + 0xa1);

/** `LINES` says which of them are in the program; what depends on one is its route. */
const program = `
for (const [name, props] of Object.entries(JSON.parse(process.env.LINES))) {
  const line = new dc.VifPeerDetection(name, props);
  new Thing("route-" + name, { value: line.vifPeerId });
}`;

const detections = (...chosen: Line[]) => ({
  LINES: JSON.stringify(
    Object.fromEntries(
      chosen.map((line) => [line, { detectionId: idOfLine(line) }]),
    ),
  ),
});

/** What the policies said: `mandatory vif-peer-detection-fresh old`, sorted. */
function verdicts({ output }: Run): string[] {
  const found = output.matchAll(/\[(\w+)\] +(\S+) +\(\S+: (\S+)\)/g);
  const texts = [...found].map(([, level, policy, name]) =>
    [level, policy, name].join(" "),
  );
  return [...new Set(texts)].sort();
}

const expected = (...chosen: Line[]) =>
  chosen
    .flatMap((line) =>
      lines[line].violates.map((policy) => `mandatory ${policy} ${line}`),
    )
    .sort();

describe("A policy pack", () => {
  const scene = Scene.here();
  let stack: Stack;

  before(async function () {
    // The language host that serves newer engines in these tests runs no policy packs.
    if (process.env["PULUMI_ENGINE"] === "newest") this.skip();
    stack = await scene.stack(program);
  });

  beforeEach(async () => {
    await scene.cloud.reset();
    await scene.cloud.addDetections(
      names.map((line) => ({
        id: idOfLine(line),
        vif_peer_id: peerOf(line),
        start_time: time(-101),
        end_time: time(-1),
        status: "complete" as const,
        loss_ratio: 0,
        ...lines[line].task(),
      })),
    );
  });

  /** The arguments for a pack with that configuration. */
  const pack = async (config: object, path = READY_PACK) => {
    await stack.write({ "line.json": JSON.stringify(config) });
    return ["--policy-pack", path, "--policy-pack-config", "line.json"];
  };

  describe("that comes with the package", () => {
    it("lists every violation of all lines in a preview", async () => {
      stack.setEnvironment(detections(...names));
      const run = await stack.preview("--policy-pack", READY_PACK);
      expect(run.code).to.not.equal(0);
      expect(verdicts(run)).to.deep.equal(expected(...names));
      expect(run.output).to.include("the loss ratio is 7 %, at most 0 %");
      expect(run.output).to.include('the status is "processing", it must be');
      expect(run.output).to.include("the detection ended 4 days ago");
      expect(run.output).to.match(/is 7 h \d+ min in the future/);
    });

    for (const line of names.filter((name) => name !== "good")) {
      it(`stops an update without a preview before what depends on the line: ${line}`, async () => {
        stack.setEnvironment(detections(line));
        const run = await stack.up("--policy-pack", READY_PACK);
        expect(run.code).to.not.equal(0);
        expect(verdicts(run)).to.deep.equal(expected(line));
        expect(run.output).to.not.include("route-");
      });
    }

    it("never lets a running or failed detection pass", async () => {
      stack.setEnvironment(detections("running", "failed"));
      const run = await stack.preview(
        ...(await pack({
          [LOSS_RATIO]: { maxLossRatio: 100 },
          [FRESH]: { maxAge: "1000000h" },
          [REQUIRED]: { maxLossRatio: 100, vifPeerIds: [peerOf("running")] },
        })),
      );
      expect(run.code).to.not.equal(0);
      expect(verdicts(run)).to.deep.equal(
        [
          ...expected("running", "failed"),
          `mandatory ${REQUIRED} test-test`,
        ].sort(),
      );
    });

    it("lets a good line and its dependents pass, in a preview and an update", async () => {
      expect(await stack.resource("route-lossy")).to.equal(undefined);
      stack.setEnvironment(detections("good"));
      const vifPeerIds = [peerOf("good").toUpperCase()];
      const args = await pack({ [REQUIRED]: { vifPeerIds } });
      for (const run of [
        await stack.preview(...args),
        await stack.up(...args),
      ]) {
        expect(run.code, run.output).to.equal(0);
        expect(verdicts(run)).to.deep.equal([]);
      }
      expect(await stack.resource("route-good")).to.have.property("id");
    });

    it("checks the stack at the end: it fails a preview, and an update that has already made changes", async () => {
      stack.setEnvironment(detections("good", "lossy"));
      const args = await pack({
        [LOSS_RATIO]: { maxLossRatio: 10 },
        [REQUIRED]: {
          vifPeerIds: [peerOf("good"), peerOf("lossy"), peerOf("old")],
        },
      });
      for (const run of [
        await stack.preview(...args),
        await stack.up(...args),
      ]) {
        expect(run.code).to.not.equal(0);
        expect(verdicts(run)).to.deep.equal([
          `mandatory ${REQUIRED} test-test`,
        ]);
        const { output } = run;
        expect(output).to.include(
          `peer ${peerOf("lossy")} has no healthy detection in the stack`,
        );
        expect(output).to.include(
          `peer ${peerOf("old")} has no detection in the stack`,
        );
        expect(output).to.not.include(`peer ${peerOf("good")} has no`);
      }
      expect(await stack.resource("route-lossy")).to.have.property("id");
    });

    it("rejects a wrong configuration and names the policy and the property", async () => {
      const run = await stack.preview(
        ...(await pack({
          [LOSS_RATIO]: { maxLossRatio: 101 },
          [FRESH]: { maxAge: "1 day", timeZone: "CST" },
          [REQUIRED]: { vifPeerIds: ["peer"], maxLossRatio: "1" },
        })),
      );
      expect(run.code).to.not.equal(0);
      for (const text of [
        `${LOSS_RATIO}: maxLossRatio: Must be less than or equal to 100`,
        `${FRESH}: maxAge: Does not match pattern`,
        `${FRESH}: timeZone: Does not match pattern`,
        `${REQUIRED}: vifPeerIds.0: Does not match pattern`,
        `${REQUIRED}: maxLossRatio: Invalid type. Expected: number`,
      ]) {
        expect(run.output).to.include(text);
      }
    });
  });

  describe("and values that a preview does not know yet", () => {
    let later: Stack;

    before(async () => {
      later = await scene.stack(`
const thing = new Thing("thing", { value: "${idOfLine("lossy")}" });
const line = new dc.VifPeerDetection("line", { detectionId: thing.created });
new Thing("route-line", { value: line.vifPeerId });
if (process.env.WAIT) new dc.VifPeerDetection("wait", { detectionId: "${idOfLine("running")}", waitForCompletion: true });
`);
      await later.write({
        "line.json": JSON.stringify({
          [REQUIRED]: { vifPeerIds: [peerOf("lossy")] },
        }),
      });
    });

    const args = [
      ...["--policy-pack", READY_PACK],
      ...["--policy-pack-config", "line.json"],
    ];

    it("are not checked there: the policy SDK says that it can't", async () => {
      later.setEnvironment({ WAIT: "1" });
      const run = await later.preview(...args);
      expect(run.code, run.output).to.equal(0);
      expect(verdicts(run)).to.deep.equal(
        [
          ...[COMPLETE, LOSS_RATIO, FRESH].flatMap((policy) => [
            `advisory ${policy} line`,
            `advisory ${policy} wait`,
          ]),
          `advisory ${REQUIRED} test-test`,
        ].sort(),
      );
      expect(run.output.match(/can't run policy/g)).to.have.length(7);
    });

    it("are checked in the update", async () => {
      later.setEnvironment({ WAIT: "" });
      const run = await later.up(...args);
      expect(run.code).to.not.equal(0);
      expect(verdicts(run)).to.deep.equal([`mandatory ${LOSS_RATIO} line`]);
      expect(await later.resource("thing")).to.have.property("id");
      expect(await later.resource("route-line")).to.equal(undefined);
    });
  });

  describe("of the user's own", () => {
    before(() =>
      stack.write({
        "own/PulumiPolicy.yaml": "runtime: nodejs\n",
        "own/package.json": `{ "version": "1.0.0" }`,
        "own/index.js": `
const { PolicyPack } = require("@pulumi/policy");
const { vifPeerDetectionPolicies } = require("pulumi-huaweicloud-dc/policy");
new PolicyPack("own", {
  policies: vifPeerDetectionPolicies(JSON.parse(process.env.OPTIONS)),
});
`,
      }),
    );

    it("has the defaults from its code, which a configuration file overrides", async () => {
      stack.setEnvironment({
        ...detections("lossy"),
        OPTIONS: JSON.stringify({ maxLossRatio: 10 }),
      });
      const lenient = await stack.preview("--policy-pack", "own");
      expect(lenient.code, lenient.output).to.equal(0);
      const strict = await stack.preview(
        ...(await pack({ [LOSS_RATIO]: { maxLossRatio: 5 } }, "own")),
      );
      expect(strict.code).to.not.equal(0);
      expect(verdicts(strict)).to.deep.equal(expected("lossy"));
      expect(strict.output).to.include("7 %, at most 5 % is allowed");
    });

    it("is rejected if its defaults are invalid, like a configuration file", async () => {
      stack.setEnvironment({ OPTIONS: JSON.stringify({ maxLossRatio: 101 }) });
      const run = await stack.preview("--policy-pack", "own");
      expect(run.code).to.not.equal(0);
      expect(run.output).to.include(
        `${LOSS_RATIO}: maxLossRatio: Must be less than or equal to 100`,
      );
    });

    it("stops the example once the line is bad, in any folder", async () => {
      const folder = resolve(__dirname, "../../examples/policy-gate");
      const files = (
        await readdir(folder, { recursive: true, withFileTypes: true })
      ).filter(
        (entry) => entry.isFile() && !/^Pulumi\.\w+\.yaml$/.test(entry.name),
      );
      const copies = files.map(async ({ parentPath, name }) => {
        const path = join(parentPath, name);
        return [path.slice(folder.length + 1), await readFile(path, "utf8")];
      });
      const example = await scene.stack("", {
        main: "index.ts",
        program: Object.fromEntries(await Promise.all(copies)) as Record<
          string,
          string
        >,
      });
      const args = [
        ...["--policy-pack", "policy-pack"],
        ...["--policy-pack-config", "line.json"],
      ];
      const good = await example.up(...args);
      expect(good.code, good.output).to.equal(0);
      expect(verdicts(good)).to.deep.equal([`advisory ${FRESH} line`]);
      expect(await example.outputs()).to.deep.equal({
        status: "complete",
        lossRatio: 0,
      });
      await scene.cloud.patchDetection(detectionId, { loss_ratio: 0.7 });
      const bad = await example.preview(...args);
      expect(bad.code).to.not.equal(0);
      expect(verdicts(bad)).to.include(`mandatory ${LOSS_RATIO} line`);
      expect(bad.output).to.include("0.7 %, at most 0.5 % is allowed");

      await example.configure({ "huaweicloud:region": "cn-south-1" });
      const elsewhere = await example.preview(...args);
      expect(elsewhere.code).to.not.equal(0);
      expect(verdicts(elsewhere)).to.include("mandatory line-region line");
      expect(elsewhere.output).to.match(
        /the line of peer \S+ is in cn-south-1/,
      );
    });
  });
});
