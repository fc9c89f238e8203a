import {
  type Detection,
  type Listing,
  type OddDetection,
  sameId,
} from "./detection.js";
import {
  InputError,
  NoDetectionError,
  VifPeerDetectionError,
} from "../huaweicloud/index.js";
import { newestFirst, startOf, worseFirst } from "./newestFirst.js";

/** How to read a list and name it in messages. */
export interface ListingContext {
  /** The time zone of times that don't include one. */
  readonly timeZone: string;
  /** `project b197…, region cn-north-4`. */
  readonly where: string;
}

/**
 * The newest detection of a peer, by start time. Throws if an unreadable row may be newer, so that an older detection never
 * passes as the newest.
 */
export function newestOf<Listed extends Detection>(
  { detections, odd }: Listing<Listed>,
  vifPeerId: string,
  { timeZone, where }: ListingContext,
): Listed {
  const ofPeer = detections.filter((one) => sameId(one.vifPeerId, vifPeerId));
  const latest = ofPeer.reduce(
    (max, one) => Math.max(max, startOf(one, timeZone) ?? -Infinity),
    -Infinity,
  );
  const mayBeNewest = (one: Detection | OddDetection) =>
    (startOf(one, timeZone) ?? Infinity) >= latest;
  const unclear = (why: string) =>
    new VifPeerDetectionError(
      `could not determine the newest detection of peer ${vifPeerId} in ${where}: ${why}.\nSet detectionId instead of vifPeerId, or delete the detection in question.`,
    );

  const oddOne = odd.find(
    (one) =>
      (one.vifPeerId === undefined || sameId(one.vifPeerId, vifPeerId)) &&
      mayBeNewest(one),
  );
  if (oddOne) throw unclear(`${describeOdd(oddOne)}, and it may be the newest`);

  const candidates = ofPeer
    .filter(mayBeNewest)
    .toSorted((a, b) => worseFirst(a, b, timeZone));
  const [newest, ...others] = candidates;
  if (!newest) throw noDetection(detections, vifPeerId, where);
  if (others.length === 0) return newest;
  const timeless = candidates.find(
    (one) => startOf(one, timeZone) === undefined,
  );
  if (timeless) {
    throw unclear(
      `detection ${timeless.detectionId} ${timeless.startTime === null ? "has no start time" : `has the invalid start time ${JSON.stringify(timeless.startTime)}`}, and the peer has other detections`,
    );
  }
  // The result of a running detection is not known yet, and waiting for it would hide the others.
  const running = candidates.find(({ status }) => status === "processing");
  if (running) {
    throw unclear(
      `${candidates.map(({ detectionId }) => detectionId).join(" and ")} started at the same time, and ${running.detectionId} is still processing`,
    );
  }
  return newest;
}

/**
 * The newest detections of a peer, newest first: as many as requested, or all if there are fewer. If several started together,
 * the worse one comes first. Throws if an unreadable row may be among them.
 */
export function newestFew<Listed extends Detection>(
  { detections, odd }: Listing<Listed>,
  vifPeerId: string,
  count: number,
  { timeZone, where }: ListingContext,
): Listed[] {
  const ofPeer = newestFirst(
    detections.filter((one) => sameId(one.vifPeerId, vifPeerId)),
    timeZone,
  );
  const few = ofPeer.slice(0, count);
  const last = few.at(-1);
  const oldest =
    few.length < count || last === undefined
      ? -Infinity
      : (startOf(last, timeZone) ?? -Infinity);
  const unclear = (why: string) =>
    new VifPeerDetectionError(
      `could not determine the newest ${String(count)} detections of peer ${vifPeerId} in ${where}: ${why}.\nDelete the detection in question, or remove expect.consecutive.`,
    );
  const oddOne = odd.find(
    (one) =>
      (one.vifPeerId === undefined || sameId(one.vifPeerId, vifPeerId)) &&
      (startOf(one, timeZone) ?? Infinity) >= oldest,
  );
  if (oddOne) {
    throw unclear(`${describeOdd(oddOne)}, and it may be one of them`);
  }
  const timeless = ofPeer.find((one) => startOf(one, timeZone) === undefined);
  if (timeless && ofPeer.length > 1) {
    throw unclear(`detection ${timeless.detectionId} has no valid start time`);
  }
  return few;
}

/** The detections that match a filter. Throws if an odd row may match, so that it is not silently omitted. */
export function matching<Listed extends Detection>(
  { detections, odd }: Listing<Listed>,
  filter: {
    readonly vifPeerId?: string | undefined;
    readonly status?: string | undefined;
  },
): Listed[] {
  const { vifPeerId, status } = filter;
  const matches = (one: {
    readonly vifPeerId: string | undefined;
    readonly status: string | undefined;
  }) =>
    (vifPeerId === undefined ||
      one.vifPeerId === undefined ||
      sameId(one.vifPeerId, vifPeerId)) &&
    (status === undefined || one.status === undefined || one.status === status);
  const oddOne = odd.find(matches);
  if (oddOne) {
    throw new VifPeerDetectionError(
      `could not list the requested detections: ${describeOdd(oddOne)}.\nFilter it out by vifPeerId or status, or contact Huawei Cloud support with the request id.`,
    );
  }
  return detections.filter(matches);
}

function describeOdd({
  detectionId = "without a readable id",
  vifPeerId,
  problem,
  requestId,
}: OddDetection): string {
  const of = vifPeerId === undefined ? "" : ` of peer ${vifPeerId}`;
  const request = requestId === null ? "" : `, request id ${requestId}`;
  return `detection ${detectionId}${of} is not as documented (${problem}${request})`;
}

function noDetection(
  detections: readonly Detection[],
  vifPeerId: string,
  where: string,
): VifPeerDetectionError {
  const detection = detections.find((one) =>
    sameId(one.detectionId, vifPeerId),
  );
  return detection
    ? new InputError(
        `${vifPeerId} is the id of a detection, not of a virtual interface peer: pass it as detectionId, or pass the peer's id ${detection.vifPeerId} as vifPeerId`,
      )
    : new NoDetectionError(
        `peer ${vifPeerId} has no detection in ${where} (${String(detections.length)} found for other peers): start one for this peer, or check vifPeerId, region and projectId`,
      );
}
