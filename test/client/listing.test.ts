import { expect } from "chai";
import type { Fault, Task } from "../../emulator/controlClient.js";
import * as seed from "../../emulator/seed.js";
import { Reader } from "../../provider/functions.js";
import { idOf } from "../support/programs.js";
import { emulatedCloud } from "../support/emulatedCloud.js";
import { failureOf, openLookups } from "../support/lookups.js";

const [peer, other] = [idOf(0x100), idOf(0x200)] as const;
const detection = (number: number, changes: object = {}): Task => ({
  ...seed.documentedDetection,
  id: idOf(number),
  vif_peer_id: peer,
  ...changes,
});
const refusal: Fault = {
  operation: "listDetections",
  kind: "status",
  status: 400,
  body: { error_code: "DC.0002", error_msg: "The marker does not exist." },
};

describe("A listing", () => {
  const cloud = emulatedCloud();
  const open = () =>
    openLookups({
      region: seed.region,
      projectId: seed.projectId,
      token: seed.token,
      ...cloud.endpoints,
    }).lookups;
  const newest = async () =>
    (await open().find({ vifPeerId: peer })).detectionId;
  const list = async (filter: object = {}) =>
    (await new Reader(open()).getDetections(filter)).map(
      ({ detectionId }) => detectionId,
    );

  it("starts again if the service no longer knows the marker", async () => {
    await cloud.control.setDetections([1, 2, 3].map((n) => detection(n)));
    await cloud.control.settings({ maxPageSize: 1 });
    await cloud.control.fault(refusal);
    expect(await newest()).to.equal(idOf(1));
    expect(await cloud.operations()).to.have.length(4);
  });

  it("that is refused twice is an error, not a missing detection", async () => {
    await cloud.control.fault({ ...refusal, times: 2 });
    expect(await failureOf(newest)).to.match(
      /could not list the detections: .*answered 400 \(DC\.0002/,
    );
    expect(await cloud.operations()).to.have.length(2);
  });

  it("that has fewer detections than announced is incomplete", async () => {
    await cloud.control.fault({
      operation: "listDetections",
      kind: "body",
      body: {
        request_id: "1",
        vif_peer_detections: [],
        page_info: { current_count: 1 },
      },
    });
    expect(await failureOf(newest)).to.match(
      /answered with 0 detections, but says that there are 1.*\n.*incomplete/s,
    );
  });

  it("has a detection once, even if the service lists its id in both cases", async () => {
    const { documentedDetection: one } = seed;
    await cloud.control.fault({
      operation: "listDetections",
      kind: "body",
      body: {
        request_id: "1",
        vif_peer_detections: [one, { ...one, id: one.id.toUpperCase() }],
      },
    });
    expect(await list()).to.deep.equal([one.id]);
  });

  it("that announces another page after an empty one is incomplete", async () => {
    await cloud.control.fault({
      operation: "listDetections",
      kind: "body",
      times: 9,
      body: {
        vif_peer_detections: [],
        page_info: { next_marker: idOf(1) },
      },
    });
    expect(await failureOf(newest)).to.match(
      /with no new detections after .*, but announced another page.*The list is incomplete/s,
    );
  });

  const oddities = [
    { status: "paused" },
    { loss_ratio: -1 },
    { status: undefined },
    { start_time: 5 },
  ];
  for (const changes of oddities) {
    const what = JSON.stringify(changes);

    it(`with a detection of another peer that has ${what} still gives the newest of this peer`, async () => {
      await cloud.control.setDetections([
        detection(1),
        detection(2, { vif_peer_id: other, ...changes }),
      ]);
      expect(await newest()).to.equal(idOf(1));
      expect(await list({ vifPeerId: peer })).to.deep.equal([idOf(1)]);
      expect(await failureOf(() => list())).to.include(
        `detection ${idOf(2)} of peer ${other} is not as documented (`,
      );
    });

    it(`with a detection of the peer that has ${what} does not`, async () => {
      await cloud.control.setDetections([
        detection(1),
        detection(2, { start_time: "2025-07-06 00:00:00", ...changes }),
      ]);
      expect(await failureOf(newest)).to.include(`detection ${idOf(2)}`);
    });
  }

  it("accepts a failed detection without a loss ratio", async () => {
    await cloud.control.setDetections([
      detection(1, { status: "error", loss_ratio: -1 }),
    ]);
    expect(await open().find({ vifPeerId: peer })).to.include({
      status: "error",
      lossRatio: null,
    });
  });

  it("with a detection whose peer is unreadable may have one of any peer", async () => {
    await cloud.control.setDetections([
      detection(1),
      detection(2, { vif_peer_id: null }),
    ]);
    expect(await failureOf(newest)).to.match(
      new RegExp(`detection ${idOf(2)} is not as documented \\(vif_peer_id is`),
    );
  });
});

describe("A wait that times out", () => {
  const cloud = emulatedCloud();
  const waitForCompletion = { timeout: "20ms", interval: "10ms" };
  const query = { detectionId: idOf(1), waitForCompletion };

  beforeEach(() =>
    cloud.control.setDetections([detection(1, { completes_after_ms: 60_000 })]),
  );
  const open = (gate: string) =>
    openLookups(
      {
        region: seed.region,
        projectId: seed.projectId,
        token: seed.token,
        ...cloud.endpoints,
      },
      { HUAWEICLOUD_DC_GATE: gate },
    );

  it("is an error", async () => {
    expect(await failureOf(() => open("").lookups.findEnded(query))).to.match(
      /is still processing after waiting .*: waitForCompletion\.timeout is 20ms/,
    );
  });

  it("is a warning with the last result if HUAWEICLOUD_DC_GATE=warn is set", async () => {
    const { lookups, printed } = open("warn");
    expect(await lookups.findEnded(query)).to.include({
      status: "processing",
      lossRatio: null,
    });
    expect(printed.at(-1)).to.match(
      /^warning: detection .* is still processing after waiting .*; passed because HUAWEICLOUD_DC_GATE=warn$/,
    );
  });
});
