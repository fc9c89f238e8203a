import { expect } from "chai";
import type { Task } from "../../emulator/controlClient.js";
import * as seed from "../../emulator/seed.js";
import { idOf, prelude } from "../support/programs.js";
import { asked, type ObservedRun, Scene } from "../support/scene.js";
import type { Stack } from "../support/stack.js";
import { stepsOf } from "../support/stack.js";

const TASKS = 5000;
const PEERS = 50;
const peer = (index: number) => idOf(0x1000000 + index);

/** Task number n is of peer n % 50 and started in minute (n * 7919) % 5000: their ids do not sort as their times do. */
function task(number: number): Task {
  const minute = (number * 7919) % TASKS;
  const start = new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString();
  return {
    ...seed.documentedDetection,
    id: idOf(number),
    vif_peer_id: peer(number % PEERS),
    start_time: start.slice(0, 19).replace("T", " "),
  };
}

const tasks = Array.from({ length: TASKS }, (_, number) => task(number));

function newestOf(index: number): string {
  const started = ({ start_time: time }: Task) => String(time);
  const [newest] = tasks
    .filter(({ vif_peer_id: id }) => id === peer(index))
    .sort((a, b) => (started(a) < started(b) ? 1 : -1));
  return newest?.id ?? "";
}

describe("vifPeerId", () => {
  const scene = Scene.here();

  describe("among 5,000 detections", () => {
    let stack: Stack;
    let update: ObservedRun;

    before(async () => {
      await scene.cloud.setDetections(tasks);
      stack = await scene.stack(`
const peers = ${JSON.stringify(Array.from({ length: PEERS }, (_, index) => peer(index)))};
exports.newest = peers.map((vifPeerId, index) =>
  new dc.VifPeerDetection("line" + index, { vifPeerId }).detectionId);
`);
      update = await scene.observe(() => stack.up());
    });

    it("finds the newest of every peer", async () => {
      expect(update.code, update.output).to.equal(0);
      const { newest } = await stack.outputs();
      expect(newest).to.deep.equal(
        Array.from({ length: PEERS }, (_, index) => newestOf(index)),
      );
    });

    it("lists the detections once, page by page, for all 50 resources", () => {
      const pages = update.requests.map(({ operation, query }) => [
        operation,
        query["marker"],
      ]);
      expect(pages.length).to.be.greaterThan(2);
      expect(pages.length).to.be.lessThan(8);
      expect(new Set(pages.map(String)).size).to.equal(pages.length);
      expect(asked(update)).to.deep.equal(pages.map(() => "listDetections"));
    });

    for (const change of [
      { pageBug: "repeatMarker" },
      { pageBug: "none", maxPageSize: 700 },
    ] as const) {
      it(`finds the same with ${JSON.stringify(change)}`, async () => {
        await scene.cloud.settings(change);
        const run = await scene.observe(() =>
          stack.preview("--expect-no-changes"),
        );
        expect(run.code, run.output).to.equal(0);
      });
    }

    it("is an error if the service keeps returning the same page, since the list is incomplete", async () => {
      await scene.cloud.settings({ pageBug: "repeatPage", maxPageSize: 2000 });
      const run = await scene.observe(() => stack.preview());
      expect(run.requests.length).to.be.within(2, 4);
      expect(run.code).to.be.greaterThan(0);
      expect(run.output).to.include("The list is incomplete");
    });
  });

  describe("over time", () => {
    let stack: Stack;
    const [first, second] = [idOf(1), idOf(2)] as const;
    const program = (args: object) =>
      `${prelude}new dc.VifPeerDetection("line", ${JSON.stringify(args)});\n`;
    const says = async (args: object, sentence: RegExp) => {
      await stack.write({ "index.js": program(args) });
      const run = await stack.preview();
      expect(run.code).to.be.greaterThan(0);
      expect(run.output).to.match(sentence);
      expect(run.output).to.not.match(/^\s+at .*[(:]/m);
    };

    before(async () => {
      await scene.cloud.reset();
      await scene.cloud.setDetections([
        { ...task(1), vif_peer_id: peer(0), start_time: "2025-01-01 00:00:00" },
      ]);
      stack = await scene.stack("", {
        program: program({ vifPeerId: peer(0) }),
      });
      await stack.must("up", "--yes", "--skip-preview");
    });

    it("is the resource's id", async () => {
      const saved = await stack.resource("line");
      expect(saved?.id).to.equal(peer(0));
      expect(saved?.outputs).to.include({ detectionId: first });
    });

    it("turns a newer detection into an update, not a replacement", async () => {
      await scene.cloud.addDetections([
        { ...task(2), vif_peer_id: peer(0), status: "processing" },
      ]);
      const run = await stack.up("--diff");
      expect(run.code, run.output).to.equal(0);
      expect(run.output).to.match(/1 updated/);
      const saved = await stack.resource("line");
      expect(saved?.outputs).to.include({ detectionId: second });
    });

    it("replaces the resource when the program switches to detectionId", async () => {
      await stack.write({ "index.js": program({ detectionId: second }) });
      const { line } = await stack.steps();
      expect(line?.op).to.equal("replace");
      expect(line?.replaceReasons).to.deep.equal(["detectionId"]);
    });

    it("can be combined with a detectionId of that peer, which becomes the resource's id", async () => {
      await stack.write({
        "index.js": program({ detectionId: first, vifPeerId: peer(0) }),
      });
      const run = await scene.observe(() => stack.preview("--json"));
      const { line } = stepsOf(run);
      expect(line?.newState?.inputs).to.include({
        __id: first,
        vifPeerId: peer(0),
      });
      expect(asked(run)).to.deep.equal([first]);
    });

    it("of a different peer than the detection's is an error", () =>
      says(
        { detectionId: first, vifPeerId: peer(1) },
        new RegExp(
          `belongs to peer ${peer(0)}, not to the peer in vifPeerId, ${peer(1)}`,
        ),
      ));

    it("of a peer without a detection is an error", () =>
      says(
        { vifPeerId: peer(1) },
        new RegExp(`peer ${peer(1)} has no detection in project .*: start one`),
      ));

    it("or detectionId is required", () =>
      says({}, /neither detectionId nor vifPeerId is set/));
  });
});
