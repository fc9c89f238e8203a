import { CLOCK_ERROR_MS } from "../detections/index.js";
import { type Detection, sameId } from "./detection.js";
import { isNotFound } from "./directConnect.js";
import { located, type Located, type ProjectClient, show } from "./lookups.js";
import { type Host, untilEnded, type WaitingPlan } from "./waiting.js";
import {
  RequestError,
  type RequestFailureReason,
  VifPeerDetectionError,
} from "../huaweicloud/index.js";
import { configKey } from "../settings/index.js";
import { formatDuration, parseDuration, parseTime } from "../units/index.js";

/** The pause between two reads is a tenth of the time waited, so that a short detection does not wait long. */
const MIN_PAUSE_MS = 1_000;
const MAX_PAUSE_MS = 5_000;
/** How much the clocks within the service may differ. */
const SERVICE_CLOCK_ERROR_MS = 60_000;
/** The service may write local times, at most twelve hours behind UTC; only the setting tells. */
const ZONE_ERROR_MS = 12 * 3_600_000;

/** How to wait for our own detection. */
export function measuringPlan(
  timeout: string,
  option: string,
  since: number,
): WaitingPlan {
  return {
    timeout,
    pauseAfter: (waited) =>
      Math.min(MAX_PAUSE_MS, Math.max(MIN_PAUSE_MS, waited / 10)),
    advice: `customTimeouts.${option} is ${timeout}; increase it if detections of this line take that long`,
    since,
  };
}

/** A detection to start. */
export interface Measurement {
  readonly vifPeerId: string;
  /** The zone of times that don't include one. */
  readonly timeZone: string;
  /** Whether the zone is set, not assumed. */
  readonly isZoneSet: boolean;
  /** The previous detection, if there is one. */
  readonly previousId?: string | undefined;
}

/** A detection that was started, and a check that its result belongs to it. */
export interface Started {
  readonly detection: Located;
  /** Throws if a detection cannot be the requested one. */
  readonly check: (detection: Located) => Located;
}

/**
 * Starts a detection. If the service refuses because another detection of the peer is running, first waits for that one to end,
 * but never uses its result.
 */
export async function startDetection(
  place: ProjectClient,
  measurement: Measurement,
  plan: WaitingPlan,
  host: Host,
): Promise<Started> {
  const { vifPeerId } = measurement;
  for (;;) {
    const sentAt = host.clock.now();
    try {
      const { detection, answeredAt } =
        await place.client.createVifPeerDetection(vifPeerId);
      const tookMs = host.clock.now() - sentAt;
      const check = ownership(
        measurement,
        answeredAt === undefined
          ? { time: sentAt, errorMs: CLOCK_ERROR_MS }
          : { time: answeredAt - tookMs, errorMs: SERVICE_CLOCK_ERROR_MS },
      );
      return { detection: check(located(detection, place)), check };
    } catch (error) {
      if (!mayBeBusy(error)) throw mayHaveStarted(error);
      const other = await runningOf(place, vifPeerId).catch(() => {
        // The refusal is the error to report, whatever else goes wrong.
        throw error;
      });
      if (other) {
        host.log(
          `detection ${other.detectionId} of peer ${vifPeerId} is already running: waiting for it to end before starting another one`,
        );
        await untilEnded(
          located(other, place),
          plan,
          () => show(place, other.detectionId),
          host,
        ).catch(ignoreGone);
      } else if (!isConflict(error) || isOver(plan, host)) {
        throw error;
      } else {
        // The other detection has ended between the two requests.
        await host.clock.sleep(MIN_PAUSE_MS);
        if (!(await host.isWanted())) throw error;
      }
    }
  }
}

/** Waits for a detection that was started. */
export function untilMeasured(
  { detection, check }: Started,
  place: ProjectClient,
  plan: WaitingPlan,
  host: Host,
): Promise<Located> {
  return untilEnded(
    detection,
    plan,
    async () => check(await show(place, detection.detectionId)),
    host,
  ).catch((error: unknown) => {
    if (!isNotFound(error)) throw error;
    throw new VifPeerDetectionError(
      `detection ${detection.detectionId} of peer ${detection.vifPeerId} was deleted while it was running: deploy again to start another one.`,
    );
  });
}

/** When the request was sent, by a clock that may be wrong by this much. */
interface Asked {
  readonly time: number;
  readonly errorMs: number;
}

/** The service might answer with an existing detection, as some services do. Its result would be too old. */
function ownership(
  { vifPeerId, timeZone, isZoneSet, previousId }: Measurement,
  { time, errorMs }: Asked,
): Started["check"] {
  const earliest = time - errorMs - (isZoneSet ? 0 : ZONE_ERROR_MS);
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
      if (then !== undefined && then < earliest) {
        throw fail(
          `which ${verb} ${text ?? ""}, ${formatDuration(time - then)} before the request (if the service writes local times, set ${configKey("timeZone")}, currently ${timeZone})`,
        );
      }
    }
    return detection;
  };
}

/** If an answer is lost or unreadable, a detection may have started anyway. */
const UNHEARD: readonly RequestFailureReason[] = [
  "connection-lost",
  "timeout",
  "service-trouble",
  "not-the-service",
  "unexpected-answer",
  "wrong-detection",
];

function mayHaveStarted(error: unknown): unknown {
  if (
    !(error instanceof RequestError) ||
    error.failure.method !== "POST" ||
    !UNHEARD.includes(error.failure.reason)
  ) {
    return error;
  }
  const { failure } = error;
  return new RequestError({
    ...failure,
    nextStep: `${failure.nextStep}\nThe service may have started a detection anyway. It stays in the service, and the next update starts another one.`,
  });
}

/** The code of such a refusal is not documented, so only the list of detections tells. */
function mayBeBusy(error: unknown): error is RequestError {
  return error instanceof RequestError && error.failure.reason === "refused";
}

function isConflict(error: RequestError): boolean {
  return error.failure.status === 409;
}

function isOver({ timeout, since = 0 }: WaitingPlan, { clock }: Host): boolean {
  return clock.now() >= since + parseDuration(timeout);
}

async function runningOf(
  { client }: ProjectClient,
  vifPeerId: string,
): Promise<Detection | undefined> {
  const { detections } = await client.listVifPeerDetections();
  return detections.find(
    (one) => one.status === "processing" && sameId(one.vifPeerId, vifPeerId),
  );
}

function ignoreGone(error: unknown): void {
  if (!isNotFound(error)) throw error;
}
