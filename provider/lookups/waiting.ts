import type { Detection } from "./detection.js";
import { formatDuration, parseDuration } from "../units/index.js";
import {
  StillProcessingError,
  VifPeerDetectionError,
  type Clock,
} from "../huaweicloud/index.js";

/** In the API's own example, a detection takes four minutes. */
const TIMEOUT = "5m";
const INTERVAL = "5s";
/** The pause between two progress lines. */
const PROGRESS_MS = 10_000;

/** Whether and how long to wait for a running detection: `true`, or durations such as `5m`. */
export type WaitForCompletion =
  | boolean
  | {
      readonly timeout?: string | undefined;
      readonly interval?: string | undefined;
    };

export interface Host {
  readonly clock: Clock;
  readonly log: (line: string) => void;
  /** Whether the caller still needs the result. */
  readonly isWanted: () => Promise<boolean>;
}

/** Reads a detection by its own id until it has ended. Throws a {@link StillProcessingError} on timeout. */
export async function untilEnded<Read extends Detection>(
  first: Read,
  wait: WaitForCompletion,
  readAgain: () => Promise<Read>,
  { clock, log, isWanted }: Host,
): Promise<Read> {
  const { timeout = TIMEOUT, interval = INTERVAL } =
    typeof wait === "object" ? wait : {};
  const what = `detection ${first.detectionId} of peer ${first.vifPeerId}`;
  const started = clock.now();
  const limit = parseDuration(timeout);
  let detection = first;
  for (let nextLine = 0; detection.status === "processing";) {
    const waited = clock.now() - started;
    if (waited >= limit) {
      throw new StillProcessingError(
        `${what} is still processing after waiting ${formatDuration(waited)}: waitForCompletion.timeout is ${timeout}; increase it, or start another detection if this one never ends`,
        detection,
      );
    }
    if (waited >= nextLine) {
      log(
        `waiting for ${what}: processing, waited ${formatDuration(waited)} of at most ${timeout}`,
      );
      nextLine = waited + PROGRESS_MS;
    }
    await clock.sleep(Math.min(parseDuration(interval), limit - waited));
    if (!(await isWanted())) {
      throw new VifPeerDetectionError(
        `stopped waiting for ${what}: the deployment that requested it has ended.`,
      );
    }
    detection = await readAgain();
  }
  return detection;
}
