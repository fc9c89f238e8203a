import type { Clock } from "./clock.js";

/** The pause after the first refusal without `Retry-After`: services count requests per second or longer. */
const FIRST_PAUSE_MS = 1_000;
/** The time over which accepted requests are counted to estimate the service's limit. */
const WINDOW_MS = 1_000;
/** The lowest rate after the first refusal, in requests per second. A few more refusals find a lower limit. */
const FIRST_RATE = 5;
/** The lowest rate: a service that keeps refusing gets a request every five seconds. */
const MIN_RATE = 0.2;
/** The share of the accepted rate to continue with after a refusal. */
const SAFE_SHARE = 0.95;
/** No refusal lowers the rate by more than half. */
const LARGEST_DECREASE = 0.5;
/** The rate starts a tenth below the limit found, and returns to it in four seconds. */
const DECREASE = 0.1;
const RETURN_SECONDS = 4;
/** The cubic growth of the first estimate, which comes from one burst and may be far too low. */
const FIRST_GROWTH = 0.04;
/** Spreads out clients that were refused together. */
const STAGGER_MS = 100;

/**
 * Spaces out requests once the service throttles one (429). All requests wait, then follow each other at a rate that grows
 * until the next refusal and then drops, like TCP's congestion control (CUBIC). Controls the rate, not the concurrency: one
 * request at a time is still 200 per second if responses take 5 ms. Without a refusal, nothing waits.
 */
export class Pace {
  /** The estimated limit of the service, in requests per second. */
  #limit = Infinity;
  /** Whether the limit comes only from the first refusal. */
  #isFirst = true;
  /** Whether to keep counting requests that were in flight at the first refusal. */
  #isMeasuring = false;
  #refusedAt = -Infinity;
  #closedUntil = -Infinity;
  #next = -Infinity;
  #accepted: number[] = [];

  constructor(private readonly clock: Clock) {}

  /** Waits until a request may be sent. `false` if that would be after the deadline, in milliseconds since 1970. */
  async turn(deadline: number): Promise<boolean> {
    for (;;) {
      const now = this.clock.now();
      const opens = Math.max(this.#closedUntil, this.#next);
      if (opens <= now) break;
      if (opens >= deadline) return false;
      await this.clock.sleep(opens - now);
    }
    this.#take();
    return true;
  }

  accepted(): void {
    const now = this.clock.now();
    // The pause after the first refusal is longer than the window, which ends at the refusal.
    const since =
      Math.min(now, this.#isMeasuring ? this.#refusedAt : now) - WINDOW_MS;
    this.#accepted = this.#accepted.filter((at) => at > since);
    this.#accepted.push(now);
    if (this.#limit > MIN_RATE) return;
    // The service refused everything for a while, as with a used-up quota per minute, so the estimate is meaningless.
    this.#isFirst = true;
    this.#limit = FIRST_RATE;
    this.#refusedAt = now;
  }

  /** @param askedMs the pause that the service asks for; it applies to all requests */
  refused(sentAt: number, askedMs = 0): void {
    const now = this.clock.now();
    const rate = this.#rate(now);
    if (askedMs > 0) this.#close(askedMs);
    // Sent before the last refusal was known, so it adds no information.
    if (sentAt < this.#refusedAt) return;
    this.#refusedAt = now;
    if (rate === Infinity) {
      this.#isMeasuring = true;
      if (askedMs === 0) this.#close(FIRST_PAUSE_MS);
      return;
    }
    // If refused requests count too, the next one would be refused as well.
    this.#next += 1000 / rate;
    this.#isFirst = false;
    this.#limit = Math.max(
      MIN_RATE,
      rate * LARGEST_DECREASE,
      Math.min(rate * SAFE_SHARE, this.#acceptedSince(now - WINDOW_MS)),
    );
  }

  #close(ms: number): void {
    const until = this.clock.now() + ms + this.clock.random() * STAGGER_MS;
    this.#closedUntil = Math.max(this.#closedUntil, until);
  }

  #take(): void {
    if (this.#isMeasuring) {
      const taken = this.#acceptedSince(this.#refusedAt - WINDOW_MS);
      this.#limit = Math.max(FIRST_RATE, taken);
      this.#isMeasuring = false;
    }
    const now = this.clock.now();
    const interval = 1000 / this.#rate(now);
    // A late timer does not delay the following requests.
    const due = Math.max(this.#next, this.#closedUntil);
    this.#next = Math.max(due, now - interval) + interval;
  }

  /** In requests per second. */
  #rate(now: number): number {
    const opened = Math.max(this.#refusedAt, this.#closedUntil);
    const seconds = Math.max(0, now - opened) / 1000;
    const share = this.#isFirst
      ? SAFE_SHARE + FIRST_GROWTH * seconds ** 3
      : 1 + DECREASE * (seconds / RETURN_SECONDS - 1) ** 3;
    return this.#limit * share;
  }

  #acceptedSince(time: number): number {
    return this.#accepted.filter((at) => at > time).length;
  }
}
