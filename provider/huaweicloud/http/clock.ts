import { setTimeout } from "node:timers/promises";

/** Time and randomness, replaceable by tests. */
export interface Clock {
  now(): number;
  sleep(ms: number): Promise<void>;
  random(): number;
}

/** The longest timer, 24.8 days. Node.js fires longer ones at once. */
export const MAX_TIMER_MS = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms) => setTimeout(Math.min(ms, MAX_TIMER_MS)),
  random: () => Math.random(),
};
