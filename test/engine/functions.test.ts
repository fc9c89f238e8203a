import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { expect } from "chai";
import { OUTPUTS } from "../../provider/index.js";
import * as seed from "../../emulator/seed.js";
import { detectionId, idOf, vifPeerId } from "../support/programs.js";
import { asked, type ObservedRun, Scene } from "../support/scene.js";
import type { Stack } from "../support/stack.js";

const [newer, failed, elsewhere, started] = [1, 2, 3, 4].map(idOf) as [
  string,
  string,
  string,
  string,
];
interface Seen {
  readonly resource: Record<string, unknown>;
  readonly plain: Record<string, unknown>;
  readonly output: Record<string, unknown>;
  readonly newest: string;
  readonly all: string[];
  readonly ofPeer: string[];
  readonly filtered: string[];
  readonly refused: string[];
  readonly unknown: string;
}

describe("Functions", () => {
  const scene = Scene.here();

  describe("in a program", () => {
    let stack: Stack;
    const runs: Record<string, { run: ObservedRun; seen: Seen }> = {};

    before(async () => {
      const task = (id: string, more: object) => ({
        ...seed.documentedDetection,
        id,
        ...more,
      });
      await scene.cloud.setDetections([
        seed.documentedDetection,
        task(newer, { start_time: "2025-07-06 00:00:00" }),
        task(failed, { start_time: "2025-07-07T00:00:00Z", status: "error" }),
        task(elsewhere, {
          start_time: "2025-07-05 00:00:00",
          vif_peer_id: idOf(9),
        }),
      ]);
      stack = await scene.stack(`
const [detectionId, vifPeerId] = ["${detectionId}", "${vifPeerId}"];
const line = new dc.VifPeerDetection("line", { detectionId });
const ids = ({ vifPeerDetections }) => vifPeerDetections.map((task) => task.detectionId);
const refused = ["provider", "version", "pluginDownloadURL"].map((name) =>
  dc.getVifPeerDetection({ detectionId }, { [name]: "1.0.0" }).then(() => "taken", (error) => error.message));
pulumi.output({
  resource: Object.fromEntries(${JSON.stringify(OUTPUTS)}.map((key) => [key, line[key]])),
  plain: dc.getVifPeerDetection({ detectionId }),
  output: dc.getVifPeerDetectionOutput({ detectionId: pulumi.output(Promise.resolve(detectionId)) }, { dependsOn: [] }),
  newest: dc.getVifPeerDetection({ vifPeerId }, { async: true }).then((task) => task.detectionId),
  all: dc.getVifPeerDetections().then(ids),
  ofPeer: dc.getVifPeerDetectionsOutput({ vifPeerId }).apply(ids),
  filtered: dc.getVifPeerDetections({ vifPeerId, status: "complete" }).then(ids),
  refused,
  unknown: dc.getVifPeerDetection({ detectionId: "${started}" }).then(() => "found", (error) => error.message),
}).apply((seen) => require("fs").writeFileSync("seen.json", JSON.stringify(seen)));
`);
      for (const [name, run] of [
        ["a preview", () => stack.preview()],
        ["an update", () => stack.up()],
      ] as const) {
        const observed = await scene.observe(run);
        expect(observed.code, observed.output).to.equal(0);
        const text = await readFile(join(stack.folder, "seen.json"), "utf8");
        runs[name] = { run: observed, seen: JSON.parse(text) as Seen };
      }
    });

    for (const name of ["a preview", "an update"]) {
      describe(`in ${name}`, () => {
        const seen = () => runs[name]?.seen ?? expect.fail();

        it("return the same as the resource, and the request's id", () => {
          const { resource, plain, output } = seen();
          for (const { requestId, ...result } of [plain, output]) {
            expect(result).to.deep.equal(resource);
            expect(requestId).to.be.a("string");
          }
        });

        it("find the newest detection of a peer", () => {
          expect(seen().newest).to.equal(failed);
        });

        it("list detections, newest first, filtered by peer and status", () => {
          const { all, ofPeer, filtered } = seen();
          expect({ all, ofPeer, filtered }).to.deep.equal({
            all: [failed, newer, detectionId, elsewhere],
            ofPeer: [failed, newer, detectionId],
            filtered: [newer, detectionId],
          });
        });

        it("reject options that are no provider of this package", () => {
          expect(
            seen().refused.map((text) => text.split(/ has no| requires a/)[0]),
          )
            .to //
            .deep.equal([
              "the option provider",
              "the option version",
              "the option pluginDownloadURL",
            ]);
        });

        it("fail as the resource does", () => {
          expect(seen().unknown).to.match(/answered 404 \(DC\.0002.*no such/s);
        });

        it("share one listing", () => {
          const listings = asked(runs[name]?.run ?? expect.fail()).filter(
            (what) => what === "listDetections",
          );
          expect(listings).to.have.length.within(1, 2);
        });
      });
    }
  });

  it("that fail end the program with one readable error", async () => {
    const stack = await scene.stack(
      `exports.task = dc.getVifPeerDetection({ detectionId: "${started}" });`,
    );
    const run = await stack.preview();
    expect(run.code).to.be.greaterThan(0);
    expect(run.output).to.match(/error: .*answered 404 \(DC\.0002/);
    expect(run.output).to.not.match(/^\s+at .*[(:]/m);
  });

  it("refuse expect, and say how to check the result", async () => {
    const stack = await scene.stack(
      `dc.getVifPeerDetection({ detectionId: "${detectionId}", expect: { maxLossRatio: 1 } });`,
    );
    const run = await scene.observe(() => stack.preview());
    expect(run.code).to.be.greaterThan(0);
    expect(run.output).to.match(
      /error: expect: .*unmetExpectations\(detection, \{ maxLossRatio: 1 \}\)/,
    );
    expect(asked(run)).to.deep.equal([]);
  });

  it("in their output form wait for what they depend on", async () => {
    await scene.cloud.addDetections([
      { ...seed.documentedDetection, id: started, completes_after_ms: 60_000 },
    ]);
    const stack = await scene.stack(`
const start = new Thing("start", { patches: [{
  url: "${scene.url}/_emulator/detections/${started}",
  fields: { completes_after_ms: 800, loss_ratio: 4 },
}] });
exports.lossRatio = dc.getVifPeerDetectionOutput(
  { detectionId: "${started}", waitForCompletion: { interval: "200ms" } },
  { dependsOn: start },
).lossRatio;
`);
    const preview = await scene.observe(() => stack.preview());
    expect(preview.code, preview.output).to.equal(0);
    expect(asked(preview)).to.deep.equal([]);
    const update = await stack.up();
    expect(update.code, update.output).to.equal(0);
    expect(await stack.outputs()).to.deep.equal({ lossRatio: 4 });
  });

  it("and resources of a mocked program send no request", async () => {
    const program = `
const pulumi = require("@pulumi/pulumi");
pulumi.runtime.setAllConfig(${JSON.stringify({ ...scene.config, "huaweicloud:token": seed.token })});
const called = [];
pulumi.runtime.setMocks({
  newResource: ({ type, name, inputs }) => ({ id: name, state: { ...inputs, lossRatio: 1 } }),
  call: ({ token, inputs }) => { called.push(token); return { ...inputs, lossRatio: 2, vifPeerDetections: [] }; },
}).then(async () => {
  const dc = require("pulumi-huaweicloud-dc");
  const args = { detectionId: "${detectionId}" };
  const line = new dc.VifPeerDetection("line", args);
  const promise = (output) => new Promise((resolve) => output.apply(resolve));
  console.log(JSON.stringify([
    await promise(line.lossRatio),
    (await dc.getVifPeerDetection(args)).lossRatio,
    await promise(dc.getVifPeerDetectionOutput(args).lossRatio),
    await dc.getVifPeerDetections(),
    called,
  ]));
});
`;
    await scene.cloud.clearRequests();
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ["-e", program],
      { cwd: resolve(__dirname, "../.."), env: {} },
    );
    expect(JSON.parse(stdout)).to.deep.equal([
      1,
      2,
      2,
      { lossRatio: 2, vifPeerDetections: [] },
      [
        "huaweicloud-dc:index:getVifPeerDetection",
        "huaweicloud-dc:index:getVifPeerDetection",
        "huaweicloud-dc:index:getVifPeerDetections",
      ],
    ]);
    expect(await scene.cloud.requests()).to.deep.equal([]);
  });
});
