import { setTimeout } from "node:timers/promises";
import { CancelledError } from "../errors.js";

/** Time and randomness, replaceable by tests. */
export interface Clock {
  now(): number;
  sleep(ms: number): Promise<void>;
  random(): number;
  /** Aborted if the deployment is cancelled. */
  readonly cancelled?: AbortSignal;
}

/** The longest timer, 24.8 days. Node.js fires longer ones at once. */
export const MAX_TIMER_MS = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms) => setTimeout(Math.min(ms, MAX_TIMER_MS)),
  random: () => Math.random(),
};

/** The system's clock, with pauses that end once the deployment is cancelled. */
export function cancellableClock(cancelled: () => AbortSignal): Clock {
  return {
    ...systemClock,
    get cancelled() {
      return cancelled();
    },
    async sleep(ms) {
      const options = { signal: cancelled() };
      try {
        await setTimeout(Math.min(ms, MAX_TIMER_MS), undefined, options);
      } catch {
        throw new CancelledError();
      }
    },
  };
}
