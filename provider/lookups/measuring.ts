import { type Detection, sameId } from "./detection.js";
import { isNotFound } from "./directConnect.js";
import { located, type Located, type ProjectClient, show } from "./lookups.js";
import { type Host, untilEnded, type WaitingPlan } from "./waiting.js";
import { RequestError } from "../huaweicloud/index.js";
import { parseDuration } from "../units/index.js";

/** Between two looks: a tenth of what was waited, so that a short one is not waited for long. */
const MIN_PAUSE_MS = 1_000;
const MAX_PAUSE_MS = 5_000;

/** How to wait for a detection of one's own. */
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

/**
 * Starts a detection. Where the service refuses one while another one of the peer runs, that one is waited for first; it
 * is never taken for one's own.
 */
export async function startDetection(
  place: ProjectClient,
  vifPeerId: string,
  plan: WaitingPlan,
  host: Host,
): Promise<Located> {
  for (;;) {
    try {
      return located(
        await place.client.createVifPeerDetection(vifPeerId),
        place,
      );
    } catch (error) {
      if (!mayBeBusy(error)) throw error;
      const other = await runningOf(place, vifPeerId);
      if (other) {
        host.log(
          `peer ${vifPeerId} is measured already, by detection ${other.detectionId}: waiting for its end before another one is started`,
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
        // It has ended between the two requests.
        await host.clock.sleep(MIN_PAUSE_MS);
      }
    }
  }
}

/** Waits for a detection that was started. */
export function untilMeasured(
  started: Located,
  place: ProjectClient,
  plan: WaitingPlan,
  host: Host,
): Promise<Located> {
  return untilEnded(
    started,
    plan,
    () => show(place, started.detectionId),
    host,
  );
}

/** The code of such a refusal is not documented, so that only the listing tells. */
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
