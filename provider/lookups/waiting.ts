import type { Detection } from "./detection.js";
import { formatDuration, parseDuration } from "../units/index.js";
import {
  StillProcessingError,
  UnwantedError,
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

/** The process that runs the lookups. */
export interface Host {
  readonly clock: Clock;
  /** Logs a line for the person who deploys. */
  readonly log: (line: string) => void;
  /** The same, as a warning. */
  readonly warn: (sentence: string) => void;
  /** Whether the caller still needs the result. */
  readonly isWanted: () => Promise<boolean>;
}

/** How long to wait, how often to read, and what to say when the time is up. */
export interface WaitingPlan {
  /** A duration, as the user wrote it. */
  readonly timeout: string;
  /** The next pause after that wait, both in milliseconds. */
  readonly pauseAfter: (waitedMs: number) => number;
  /** Completes "is still processing after waiting 5 min: ". */
  readonly advice: string;
  /** When waiting began, in milliseconds since 1970. Default: now. */
  readonly since?: number;
}

/** The plan of a resource or function that reads. */
export function waitingPlan(wait: WaitForCompletion): WaitingPlan {
  const { timeout = TIMEOUT, interval = INTERVAL } =
    typeof wait === "object" ? wait : {};
  return {
    timeout,
    pauseAfter: () => parseDuration(interval),
    advice: `waitForCompletion.timeout is ${timeout}; increase it, or start another detection if this one never ends`,
  };
}

/**
 * Reads a detection repeatedly, by its own id, until it has ended. Throws a {@link StillProcessingError} when the time is up.
 */
export async function untilEnded<Read extends Detection>(
  first: Read,
  { timeout, pauseAfter, advice, since }: WaitingPlan,
  readAgain: () => Promise<Read>,
  { clock, log, isWanted }: Host,
): Promise<Read> {
  const what = `detection ${first.detectionId} of peer ${first.vifPeerId}`;
  const started = since ?? clock.now();
  const limit = parseDuration(timeout);
  let detection = first;
  for (let nextLine = 0; detection.status === "processing";) {
    const waited = clock.now() - started;
    if (waited >= limit) {
      throw new StillProcessingError(
        `${what} is still processing after waiting ${formatDuration(waited)}: ${advice}`,
        detection,
      );
    }
    if (waited >= nextLine) {
      log(
        `waiting for ${what}: processing, waited ${formatDuration(waited)} of at most ${timeout}`,
      );
      nextLine = waited + PROGRESS_MS;
    }
    await clock.sleep(Math.min(pauseAfter(waited), limit - waited));
    if (!(await isWanted())) {
      throw new UnwantedError(detection);
    }
    detection = await readAgain();
  }
  return detection;
}
