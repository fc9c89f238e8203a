import { setTimeout } from "node:timers/promises";

/** Time and chance, so that a test can decide both. */
export interface Clock {
  now(): number;
  sleep(ms: number): Promise<void>;
  random(): number;
}

/** What timers can hold, 24.8 days; they fire at once where it is more. */
export const MAX_TIMER_MS = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms) => setTimeout(Math.min(ms, MAX_TIMER_MS)),
  random: () => Math.random(),
};
