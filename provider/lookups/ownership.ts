import { CLOCK_ERROR_MS } from "../detections/index.js";
import { sameId } from "./detection.js";
import type { Located } from "./lookups.js";
import { VifPeerDetectionError } from "../huaweicloud/index.js";
import { configKey } from "../settings/index.js";
import {
  formatDuration,
  hasZone,
  MAX_BEHIND_UTC_MS,
  parseTime,
} from "../units/index.js";

/** How much the clocks within the service may differ. */
const SERVICE_CLOCK_ERROR_MS = 60_000;
/** Time zones differ by multiples of this. */
const ZONE_STEP_MS = 15 * 60_000;

/** A request to start a detection. */
export interface Asked {
  readonly vifPeerId: string;
  /** The zone of times that don't include one. */
  readonly timeZone: string;
  /** Whether the zone is set, not assumed. */
  readonly isZoneSet: boolean;
  /** The previous detection, if there is one. */
  readonly previousId?: string | undefined;
  /** When the request was sent, and when it was answered, by this machine's clock. */
  readonly sentAt: number;
  readonly now: number;
  /** When it was answered, by the service's clock. */
  readonly answeredAt: number | undefined;
}

/** The service might answer with an existing detection, as some services do. Its result would be too old. */
export function ownership(asked: Asked): (detection: Located) => Located {
  const { vifPeerId, timeZone, previousId, sentAt, now, answeredAt } = asked;
  const [time, errorMs] =
    answeredAt === undefined
      ? [sentAt, CLOCK_ERROR_MS]
      : [answeredAt - (now - sentAt), SERVICE_CLOCK_ERROR_MS];
  /** Whether something that far before the request may be later in fact, if the time is a local one. */
  const mayBeLocal = (text: string, earlyMs: number, isExact: boolean) => {
    if (asked.isZoneSet || hasZone(text)) return false;
    const rest = (earlyMs + errorMs) % ZONE_STEP_MS;
    return (
      earlyMs <= MAX_BEHIND_UTC_MS + errorMs &&
      (!isExact || rest <= 2 * errorMs)
    );
  };
  return (detection) => {
    const { detectionId, startTime, endTime } = detection;
    const fail = (why: string) =>
      new VifPeerDetectionError(
        `the service was asked to start a detection of peer ${vifPeerId}, but answered with detection ${detectionId}, ${why}. Its result does not belong to this deployment: deploy again once no detection of this peer is running.`,
      );
    if (!sameId(detection.vifPeerId, vifPeerId)) {
      throw fail(`which belongs to peer ${detection.vifPeerId}`);
    }
    if (previousId !== undefined && sameId(detectionId, previousId)) {
      throw fail("which is the previous measurement");
    }
    for (const [verb, text] of [
      ["started", startTime],
      ["ended", endTime],
    ] as const) {
      const then = text == null ? undefined : parseTime(text, timeZone);
      if (text == null || then === undefined) continue;
      const earlyMs = time - then;
      // A new detection starts at once, but may end at any time.
      if (earlyMs > errorMs && !mayBeLocal(text, earlyMs, verb === "started")) {
        throw fail(
          `which ${verb} ${text}, ${formatDuration(earlyMs)} before the request${hasZone(text) ? "" : ` (if the service writes local times, set ${configKey("timeZone")}, currently ${timeZone}; the detection is then a new one, and stays in the service)`}`,
        );
      }
    }
    return detection;
  };
}
