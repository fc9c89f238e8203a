import type { Detection } from "./detection.js";
import { formatDuration, parseDuration } from "../huaweicloud/duration.js";
import { VifPeerDetectionError } from "../huaweicloud/errors.js";
import type { Clock } from "../huaweicloud/http/clock.js";

/** A task took four minutes in the API's own example. */
const TIMEOUT = "5m";
const INTERVAL = "5s";
/** Between two lines of progress. */
const PROGRESS_MS = 10_000;

/** Whether and how long to wait for a task that is still running: `true`, or durations such as `5m`. */
export type WaitForCompletion =
  | boolean
  | {
      readonly timeout?: string | undefined;
      readonly interval?: string | undefined;
    };

export interface Host {
  readonly clock: Clock;
  readonly log: (line: string) => void;
  /** Whether anybody still wants the answer. */
  readonly isWanted: () => Promise<boolean>;
}

/** Reads a task again and again, by its own id, until it has ended. */
export async function untilEnded<Task extends Detection>(
  first: Task,
  wait: WaitForCompletion,
  readAgain: () => Promise<Task>,
  { clock, log, isWanted }: Host,
): Promise<Task> {
  const { timeout = TIMEOUT, interval = INTERVAL } =
    typeof wait === "object" ? wait : {};
  const what = `detection ${first.detectionId} of peer ${first.vifPeerId}`;
  const started = clock.now();
  const limit = parseDuration(timeout);
  let task = first;
  for (let nextLine = 0; task.status === "processing";) {
    const waited = clock.now() - started;
    if (waited >= limit) {
      throw new VifPeerDetectionError(
        `${what} is still processing after waiting ${formatDuration(waited)}: waitForCompletion.timeout is ${timeout}. Give it longer, or look why the task does not end.`,
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
        `stopped waiting for ${what}: the deployment that asked for it has ended.`,
      );
    }
    task = await readAgain();
  }
  return task;
}
