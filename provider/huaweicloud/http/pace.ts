import type { Clock } from "./clock.js";

/** After the first refusal, where the service does not say how long: services count by the second or longer. */
const FIRST_PAUSE_MS = 1_000;
/** Answers are counted over this time to tell what the service can take. */
const WINDOW_MS = 1_000;
/** Requests a second where fewer were taken at once: a guess, since a service that takes no burst may take many one by one. */
const GUESSED_RATE = 5;
/** A guessed rate grows by this factor in a second, until the first refusal. */
const GUESS_GROWTH = 1.6;
/** Of a guessed rate that was refused: it had grown past what the service takes. */
const GUESS_SHARE = 0.8;
/** A service that keeps refusing is asked once a second, to notice when it has stopped. Slower, stray refusals would cost minutes. */
const MIN_RATE = 1;
/** Of what the service took before it refused. */
const SAFE_SHARE = 0.95;
/** No refusal lowers the rate by more than half. */
const LARGEST_DECREASE = 0.5;
/** The rate starts a tenth below the limit that was found, and returns to it in eight seconds: a refusal may cost a second. */
const DECREASE = 0.1;
const RETURN_SECONDS = 8;
/** Spreads clients that were refused together. */
const STAGGER_MS = 100;

/**
 * Spaces requests out once the service refuses one for being too many (429): all wait, then follow one another at a
 * rate that grows until the next refusal and drops with it, as TCP's congestion control (CUBIC) does. The rate is what
 * is controlled, not the number of requests at once: one at a time is still 200 a second where answers take 5 ms.
 * Without a refusal, nothing waits.
 */
export class Pace {
  /** Requests a second that the service was found to take. */
  #limit = Infinity;
  /** Whether nothing tells the limit yet. */
  #isGuess = false;
  /** Whether requests that were under way at the first refusal are still to be counted. */
  #isMeasuring = false;
  #refusedAt = -Infinity;
  #closedUntil = -Infinity;
  #next = -Infinity;
  #accepted: number[] = [];

  constructor(private readonly clock: Clock) {}

  /** Waits for the turn of one request. `false`: it would not come before the deadline, in milliseconds since 1970. */
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
    // The pause after the first refusal lasts longer than the window, and what is counted lies before it.
    const since =
      Math.min(now, this.#isMeasuring ? this.#refusedAt : now) - WINDOW_MS;
    this.#accepted = this.#accepted.filter((at) => at > since);
    this.#accepted.push(now);
    if (this.#limit > MIN_RATE) return;
    // It refused everything for a while, as at the end of a quota by the minute: that was no measure of its rate.
    this.#isGuess = true;
    this.#limit = GUESSED_RATE;
    this.#refusedAt = now;
  }

  /** @param askedMs the pause that the service asks for, which all requests make */
  refused(sentAt: number, askedMs = 0): void {
    const now = this.clock.now();
    const rate = this.#rate(now);
    if (askedMs > 0) this.#close(askedMs);
    // Sent before the last refusal was known: it tells nothing new.
    if (sentAt < this.#refusedAt) return;
    this.#refusedAt = now;
    if (rate === Infinity) {
      this.#isMeasuring = true;
      if (askedMs === 0) this.#close(FIRST_PAUSE_MS);
      return;
    }
    // Where refused requests count, the next one would be refused, too.
    this.#next += 1000 / rate;
    this.#limit = Math.max(
      MIN_RATE,
      this.#isGuess
        ? rate * GUESS_SHARE
        : Math.max(
            rate * LARGEST_DECREASE,
            Math.min(rate * SAFE_SHARE, this.#acceptedSince(now - WINDOW_MS)),
          ),
    );
    this.#isGuess = false;
  }

  #close(ms: number): void {
    const until = this.clock.now() + ms + this.clock.random() * STAGGER_MS;
    this.#closedUntil = Math.max(this.#closedUntil, until);
  }

  #take(): void {
    if (this.#isMeasuring) {
      const taken = this.#acceptedSince(this.#refusedAt - WINDOW_MS);
      this.#isGuess = taken < GUESSED_RATE;
      this.#limit = Math.max(GUESSED_RATE, taken);
      this.#isMeasuring = false;
    }
    const now = this.clock.now();
    const interval = 1000 / this.#rate(now);
    // A timer that comes late does not slow down those that follow.
    const due = Math.max(this.#next, this.#closedUntil);
    this.#next = Math.max(due, now - interval) + interval;
  }

  /** Requests a second. */
  #rate(now: number): number {
    const opened = Math.max(this.#refusedAt, this.#closedUntil);
    const seconds = Math.max(0, now - opened) / 1000;
    const share = this.#isGuess
      ? GUESS_GROWTH ** seconds
      : 1 + DECREASE * (seconds / RETURN_SECONDS - 1) ** 3;
    return this.#limit * share;
  }

  #acceptedSince(time: number): number {
    return this.#accepted.filter((at) => at > time).length;
  }
}
