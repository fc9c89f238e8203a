import { expect } from "chai";
import type { Fault } from "../../emulator/controlClient.js";
import * as seed from "../../emulator/seed.js";
import {
  measuringPlan,
  startDetection,
  untilMeasured,
} from "../../provider/lookups/index.js";
import { emulatedCloud } from "../support/emulatedCloud.js";
import { failureOf, openLookups } from "../support/lookups.js";
import { idOf, vifPeerId } from "../support/programs.js";

const HOUR = 3_600_000;

describe("A measurement", () => {
  const cloud = emulatedCloud();

  /** Starts a detection and waits for it, as a run does. */
  const measure = async (
    previousId?: string,
    settings: Record<string, string> = {},
    pauses?: number[],
  ) => {
    const { lookups } = openLookups({
      region: seed.region,
      projectId: seed.projectId,
      token: seed.token,
      ...settings,
      ...cloud.endpoints,
    });
    const { clock } = lookups.host;
    const sleep = (ms: number) => {
      pauses?.push(ms);
      return Promise.resolve();
    };
    const host = {
      ...lookups.host,
      clock: { ...clock, ...(pauses && { sleep }) },
    };
    const plan = measuringPlan("10m", "create", clock.now());
    const place = await lookups.place({});
    const { timeZone, origins } = lookups.settings;
    const isZoneSet = origins.timeZone !== undefined;
    const started = await startDetection(
      place,
      { vifPeerId, timeZone, isZoneSet, previousId },
      plan,
      host,
    );
    return untilMeasured(started, place, plan, host);
  };
  const answer = (
    operation: "createDetection" | "showDetection",
    one: object,
  ) =>
    cloud.control.fault({
      operation,
      kind: "body",
      body: { vif_peer_detection: { ...seed.documentedDetection, ...one } },
    });
  const apiTime = (fromNow: number) =>
    new Date(Date.now() + fromNow).toISOString().slice(0, 19).replace("T", " ");
  const refusal = (changes: object = {}): Fault => ({
    operation: "createDetection",
    kind: "status",
    status: 400,
    body: { error_code: "DC.2999", error_msg: "Too many detections." },
    ...changes,
  });

  beforeEach(() =>
    cloud.control.settings({
      createdDetection: { completes_after_ms: 0, loss_ratio: 0 },
    }),
  );

  it("uses a detection that was started for it", async () => {
    expect(await measure(idOf(1))).to.include({
      status: "complete",
      vifPeerId,
    });
  });

  it("does so whatever the difference between the clocks", async () => {
    for (const clockOffsetSeconds of [-7200, 7200]) {
      await cloud.control.settings({ clockOffsetSeconds });
      expect(await measure()).to.include({ status: "complete" });
    }
  });

  it("never uses the previous detection", async () => {
    const id = idOf(1);
    await answer("createDetection", { id, start_time: apiTime(0) });
    expect(await failureOf(() => measure(id.toUpperCase()))).to.match(
      /but answered with detection .*, which is the previous measurement/,
    );
  });

  it("never uses a detection that was running or had ended when the request was sent", async () => {
    for (const one of [
      {
        status: "processing",
        start_time: apiTime(-0.1 * HOUR),
        end_time: null,
      },
      { start_time: apiTime(-2 * HOUR), end_time: apiTime(-1.9 * HOUR) },
      { start_time: null, end_time: apiTime(-1.9 * HOUR) },
    ]) {
      await answer("createDetection", one);
      const inUtc = () => measure(undefined, { timeZone: "Z" });
      expect(await failureOf(inUtc)).to.match(
        /which (started|ended) .* before the request/,
      );
    }
  });

  it("reads the service's times in their zone", async () => {
    await answer("createDetection", {
      start_time: apiTime(-3 * HOUR),
      end_time: apiTime(-3 * HOUR),
    });
    expect(await measure(undefined, { timeZone: "-03:00" })).to.include({
      status: "complete",
    });
  });

  it("accepts times that may be local and behind UTC if no zone is set", async () => {
    for (const hours of [3, 3.5, 5.75, 11]) {
      const time = apiTime(-hours * HOUR);
      await answer("createDetection", { start_time: time, end_time: time });
      expect(await measure()).to.include({ status: "complete" });
    }
  });

  it("never uses a detection that started at a time that is no local time of the request", async () => {
    const times = [
      apiTime(-13 * HOUR),
      // No time zone differs from another one by this.
      apiTime(-3.1 * HOUR),
    ];
    for (const start_time of times) {
      await answer("createDetection", { start_time, end_time: null });
      expect(await failureOf(measure)).to.match(
        /which started .* before the request .*set huaweicloud:timeZone, currently Z; the detection is then a new one, and stays in the service/,
      );
    }
    const withZone = `${apiTime(-3 * HOUR).replace(" ", "T")}Z`;
    await answer("createDetection", { start_time: withZone, end_time: null });
    expect(await failureOf(measure)).to.match(
      /which started .* before the request\. Its result/,
    );
  });

  it("never uses a detection of another peer, or an older result that is read later", async () => {
    await cloud.control.settings({
      createdDetection: { completes_after_ms: 60_000, loss_ratio: 0 },
    });
    for (const one of [
      { vif_peer_id: idOf(2) },
      { start_time: apiTime(-HOUR), end_time: apiTime(-HOUR) },
    ]) {
      const known = (await cloud.control.detections()).map(({ id }) => id);
      const failure = failureOf(() => measure(undefined, { timeZone: "Z" }));
      let id: string | undefined;
      while (id === undefined) {
        id = (await cloud.control.detections())
          .map((task) => task.id)
          .find((task) => !known.includes(task));
      }
      await answer("showDetection", { id, ...one });
      expect(await failure).to.match(
        /which (belongs to peer|started .* before the request)/,
      );
    }
  });

  it("says that somebody has deleted the detection", async () => {
    await cloud.control.settings({
      createdDetection: { completes_after_ms: 60_000, loss_ratio: 0 },
    });
    await cloud.control.fault({
      operation: "showDetection",
      kind: "status",
      status: 404,
      body: { error_code: "DC.0002", error_msg: "It does not exist." },
    });
    expect(await failureOf(measure)).to.match(
      /was deleted while it was running: deploy again/,
    );
  });

  it("reports the refusal, even if it cannot see whether another detection is running", async () => {
    await cloud.control.fault(refusal());
    await cloud.control.fault({
      operation: "listDetections",
      kind: "status",
      status: 403,
      body: { error_code: "DC.0099", error_msg: "No permission to list." },
    });
    expect(await failureOf(measure)).to.match(
      /could not start a detection .*DC\.2999.*\nThe service did not start a detection of this peer/,
    );
  });

  it("sends a request that was refused with 409 a few times, in case another detection has just ended", async () => {
    const pauses: number[] = [];
    const measureAtOnce = () => measure(undefined, {}, pauses);
    await cloud.control.fault(refusal({ status: 409, times: 2 }));
    expect(await measureAtOnce()).to.include({ status: "complete" });
    expect(pauses.splice(0)).to.deep.equal([1_000, 2_000]);
    await cloud.control.fault(refusal({ status: 409, times: 6 }));
    expect(await failureOf(measureAtOnce)).to.match(/DC\.2999/);
    expect(pauses).to.deep.equal([1_000, 2_000, 4_000, 8_000, 16_000]);
  });

  it("says that a detection may have been started if the answer is unclear", async () => {
    const unheard: Fault[] = [
      { operation: "createDetection", kind: "resetBeforeHeaders" },
      { operation: "createDetection", kind: "status", status: 502 },
      { operation: "createDetection", kind: "html" },
      refusal({ body: { error_code: "DC.0003", error_msg: "System error." } }),
    ];
    for (const fault of unheard) {
      await cloud.control.fault(fault);
      expect(await failureOf(measure)).to.match(
        /may have started a detection anyway/,
      );
    }
    await cloud.control.fault(refusal());
    expect(await failureOf(measure)).to.not.match(/may have started/);
  });
});
