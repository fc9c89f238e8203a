import { type Detection, sameId } from "./detection.js";
import { isNotFound } from "./directConnect.js";
import { type Asked, ownership } from "./ownership.js";
import { located, type Located, type ProjectClient, show } from "./lookups.js";
import { type Host, untilEnded, type WaitingPlan } from "./waiting.js";
import {
  RequestError,
  type RequestFailureReason,
  VifPeerDetectionError,
} from "../huaweicloud/index.js";
import { formatDuration, parseDuration } from "../units/index.js";

/** The pause between two reads is a tenth of the time waited, so that a short detection does not wait long. */
const MIN_PAUSE_MS = 1_000;
const MAX_PAUSE_MS = 5_000;
/** How often a request is sent again that the service refuses although no detection is running. */
const MAX_REPEATS = 5;

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
export type Measurement = Omit<Asked, "sentAt" | "now" | "answeredAt">;

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
  for (let repeats = 0; ;) {
    const sentAt = host.clock.now();
    try {
      const { detection, answeredAt } =
        await place.client.createVifPeerDetection(vifPeerId);
      const now = host.clock.now();
      const check = ownership({ ...measurement, sentAt, now, answeredAt });
      return { detection: check(located(detection, place)), check };
    } catch (error) {
      if (!mayBeBusy(error)) throw mayHaveStarted(error);
      const other = await runningOf(place, vifPeerId).catch(() => {
        // The refusal is the error to report, whatever else goes wrong.
        throw error;
      });
      if (other) {
        repeats = 0;
        host.log(
          `detection ${other.detectionId} of peer ${vifPeerId} is already running: waiting for it to end before starting another one`,
        );
        await untilEnded(
          located(other, place),
          plan,
          () => show(place, other.detectionId),
          host,
        ).catch(ignoreGone);
      } else if (
        !isConflict(error) ||
        repeats === MAX_REPEATS ||
        isOver(plan, host)
      ) {
        throw error;
      } else {
        // The other detection has ended between the two requests, or is not in the list yet.
        const pause = MIN_PAUSE_MS * 2 ** repeats++;
        host.log(
          `the service does not start a detection of peer ${vifPeerId} now (409) and lists none that is running: trying again in ${formatDuration(pause)}`,
        );
        await host.clock.sleep(pause);
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
