import { expect } from "chai";
import * as fc from "fast-check";
import type {
  Detection,
  OddDetection,
} from "../../provider/lookups/detection.js";
import { newestFirst } from "../../provider/lookups/newestFirst.js";
import {
  matching,
  newestFew,
  newestOf,
} from "../../provider/lookups/newestOf.js";
import { NoDetectionError } from "../../provider/huaweicloud/errors.js";
import { bareDetection } from "../support/detections.js";

const PEER = "1158951c-a6f1-40a0-af88-632817fd24ac";
const OTHER = "2258951c-a6f1-40a0-af88-632817fd24ac";
const [EARLIER, LATER, LATEST] = [
  "2025-07-05 15:00:00",
  "2025-07-05 16:00:00",
  "2025-07-05 17:00:00",
] as const;

function detection(
  detectionId: string,
  changes: Partial<Detection> = {},
): Detection {
  return bareDetection({
    detectionId,
    vifPeerId: PEER,
    startTime: EARLIER,
    status: "complete",
    lossRatio: 0,
    ...changes,
  });
}

function odd(changes: Partial<OddDetection> = {}): OddDetection {
  return {
    problem: 'status is "paused", expected processing, complete or error',
    detectionId: "odd",
    vifPeerId: PEER,
    status: "paused",
    startTime: LATER,
    requestId: "one",
    ...changes,
  };
}

type Row = Detection | OddDetection;
const listing = (rows: Row[]) => ({
  detections: rows.filter((row): row is Detection => !("problem" in row)),
  odd: rows.filter((row): row is OddDetection => "problem" in row),
});

/** The id of the newest detection, or the error. */
function newest(...rows: Row[]): string {
  try {
    return newestOf(listing(rows), PEER, { timeZone: "Z", where: "here" })
      .detectionId;
  } catch (error) {
    return (error as Error).message;
  }
}

describe("Detections, newest first", () => {
  const order = (rows: Detection[], zone = "Z") =>
    newestFirst(rows, zone).map(({ detectionId }) => detectionId);

  it("are sorted by start time; those without a start time come last", () => {
    expect(
      order([
        detection("e", { startTime: null }),
        detection("b", { startTime: EARLIER }),
        detection("c", { startTime: "2025-07-05T16:00:00Z" }),
        detection("a", { startTime: EARLIER }),
        detection("d", { startTime: "no time" }),
      ]),
    ).to.deep.equal(["c", "a", "b", "d", "e"]);
  });

  it("depend on the time zone of times that don't include one", () => {
    const rows = [
      detection("local", { startTime: EARLIER }),
      detection("utc", { startTime: "2025-07-05T10:00:00Z" }),
    ];
    expect(order(rows)[0]).to.equal("local");
    expect(order(rows, "+08:00")[0]).to.equal("utc");
  });

  it("are sorted worst first if they started together", () => {
    expect(
      order([
        detection("good", { endTime: LATER }),
        detection("older end", { endTime: EARLIER }),
        detection("lossy", { lossRatio: 3 }),
        detection("none", { lossRatio: null }),
        detection("running", { status: "processing", lossRatio: null }),
        detection("failed", { status: "error", lossRatio: null }),
      ]),
    ).to.deep.equal([
      "failed",
      "running",
      "none",
      "lossy",
      "older end",
      "good",
    ]);
  });
});

describe("The newest detection of a peer", () => {
  it("is the one that started last, whatever detections other peers have", () => {
    expect(
      newest(
        detection("old"),
        detection("new", { startTime: LATER, vifPeerId: PEER.toUpperCase() }),
        detection("other", { startTime: LATEST, vifPeerId: OTHER }),
        detection("timeless", { startTime: null, vifPeerId: OTHER }),
        odd({ vifPeerId: OTHER, startTime: undefined }),
      ),
    ).to.equal("new");
  });

  it("may have no start time if it is the only one", () => {
    expect(newest(detection("only", { startTime: null }))).to.equal("only");
  });

  for (const startTime of [null, "yesterday"]) {
    it(`is unknown if another one has the start time ${String(startTime)}`, () => {
      const said = newest(detection("good"), detection("bad", { startTime }));
      expect(said).to.match(
        /could not determine the newest .*: detection bad has /,
      );
      expect(said).to.include("Set detectionId instead of vifPeerId");
    });
  }

  it("is unknown if an odd row may be newer", () => {
    for (const changes of [
      {},
      { startTime: EARLIER },
      { startTime: undefined },
      { vifPeerId: undefined },
    ]) {
      expect(newest(detection("good"), odd(changes))).to.match(
        /: detection odd.* is not as documented \(status is "paused", expected processing, complete or error, request id one\), and it may be the newest/,
      );
    }
  });

  it("is known if the odd row is older", () => {
    expect(
      newest(
        detection("good", { startTime: LATER }),
        odd({ startTime: EARLIER }),
        odd({ startTime: EARLIER, vifPeerId: undefined }),
      ),
    ).to.equal("good");
  });

  it("is the worse of two that started together", () => {
    expect(newest(detection("a"), detection("b", { lossRatio: 100 }))).to.equal(
      "b",
    );
    expect(
      newest(detection("a"), detection("b", { status: "error" })),
    ).to.equal("b");
  });

  it("is unknown if one of two that started together is processing", () => {
    expect(
      newest(
        detection("a"),
        detection("b", { status: "processing", lossRatio: null }),
      ),
    ).to.match(/b and a started at the same time, and b is still processing/);
  });

  it("is missing only if every row belongs to another peer", () => {
    const look = (...rows: Row[]) => {
      try {
        return newestOf(listing(rows), PEER, { timeZone: "Z", where: "here" });
      } catch (error) {
        return error;
      }
    };
    expect(look(detection("other", { vifPeerId: OTHER }))).to.be.instanceOf(
      NoDetectionError,
    );
    expect(look()).to.be.instanceOf(NoDetectionError);
    expect(look(odd({ vifPeerId: undefined }))).to.not.be.instanceOf(
      NoDetectionError,
    );
  });

  it("is an error if the id is a detection's", () => {
    expect(newest(detection(PEER, { vifPeerId: OTHER }))).to.equal(
      `${PEER} is the id of a detection, not of a virtual interface peer: pass it as detectionId, or pass the peer's id ${OTHER} as vifPeerId`,
    );
  });

  it("is never older than another detection of the peer, and never better than one that started with it", () => {
    const row = fc.record({
      detectionId: fc.uuid(),
      startTime: fc.constantFrom(null, "soon", EARLIER, LATER, LATEST),
      status: fc.constantFrom("processing", "complete", "error"),
      lossRatio: fc.constantFrom(null, 0, 50, 100),
    });
    fc.assert(
      fc.property(fc.array(row, { minLength: 1 }), (rows) => {
        const all = rows.map(({ detectionId, ...more }) =>
          detection(detectionId, more),
        );
        let found: Detection;
        try {
          found = newestOf(listing(all), PEER, { timeZone: "Z", where: "" });
        } catch {
          return;
        }
        for (const other of all) {
          if (other === found) continue;
          expect(
            other.startTime !== null &&
              found.startTime !== null &&
              other.startTime <= found.startTime,
          ).to.equal(true);
          if (other.startTime !== found.startTime) continue;
          expect(other.status).to.not.equal("processing");
          if (found.status === "complete") {
            expect(other.status).to.equal("complete");
            expect(found.lossRatio ?? 101).to.be.least(other.lossRatio ?? 101);
          }
        }
      }),
    );
  });
});

describe("Filtered detections", () => {
  const rows = [
    detection("a"),
    detection("b", { vifPeerId: OTHER, status: "error" }),
    odd({ vifPeerId: OTHER }),
  ];
  const filter = (filter: object) =>
    matching(listing(rows), filter).map(({ detectionId }) => detectionId);

  it("are those that match, despite an odd row that does not match", () => {
    expect(filter({ vifPeerId: PEER.toUpperCase() })).to.deep.equal(["a"]);
    expect(filter({ status: "error" })).to.deep.equal(["b"]);
  });

  it("are an error if an odd row may be among them", () => {
    for (const wanted of [{}, { vifPeerId: OTHER }]) {
      expect(() => filter(wanted)).to.throw(
        /detection odd of peer 2258951c.* is not as documented \(status is "paused"/,
      );
    }
    expect(() =>
      matching(listing([odd({ vifPeerId: undefined, status: undefined })]), {
        vifPeerId: PEER,
        status: "complete",
      }),
    ).to.throw(/is not as documented/);
  });
});

describe("The newest few detections of a peer", () => {
  const few = (count: number, ...rows: Row[]) => {
    try {
      return newestFew(listing(rows), PEER, count, {
        timeZone: "Z",
        where: "here",
      }).map(({ detectionId }) => detectionId);
    } catch (error) {
      return (error as Error).message;
    }
  };
  const rows = [
    detection("c", { startTime: EARLIER }),
    detection("a", { startTime: LATEST }),
    detection("b", { startTime: LATER }),
    detection("x", { startTime: LATEST, vifPeerId: OTHER }),
  ];

  it("are sorted newest first, or are all that exist", () => {
    expect(few(2, ...rows)).to.deep.equal(["a", "b"]);
    expect(few(9, ...rows)).to.deep.equal(["a", "b", "c"]);
    expect(few(2)).to.deep.equal([]);
  });

  it("are unknown if an unreadable row may be among them", () => {
    expect(few(1, ...rows, odd({ startTime: LATER }))).to.deep.equal(["a"]);
    for (const unclear of [
      odd({ startTime: LATER }),
      odd({ startTime: undefined, vifPeerId: undefined }),
    ]) {
      expect(few(2, ...rows, unclear)).to.match(/it may be one of them/);
    }
    expect(few(9, ...rows, odd({ startTime: EARLIER }))).to.match(/it may be/);
    expect(
      few(2, ...rows, odd({ vifPeerId: OTHER, startTime: LATEST })),
    ).to.deep.equal(["a", "b"]);
  });

  it("are unknown if one has no start time", () => {
    const timeless = detection("t", { startTime: null });
    expect(few(2, ...rows, timeless)).to.match(/t has no valid start time/);
  });

  it("have the worse one first if several started together", () => {
    const bad = detection("z", { startTime: LATEST, lossRatio: 9 });
    expect(few(1, ...rows, bad)).to.deep.equal(["z"]);
  });
});
