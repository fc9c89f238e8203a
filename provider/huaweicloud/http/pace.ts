import type { Clock } from "./clock.js";

/** The pause after the first refusal if the service does not name one: services count per second or longer. */
const FIRST_PAUSE_MS = 1_000;
/** Answers are counted over this period to measure the rate that the service accepts. */
const WINDOW_MS = 1_000;
/**
 * The rate, in requests per second, if fewer were accepted at once: a guess, since a service that accepts no burst may accept
 * many requests one by one.
 */
const GUESSED_RATE = 5;
/** A guessed rate grows by this factor per second, until the first refusal. */
const GUESS_GROWTH = 1.6;
/** The share of a guessed rate that remains after a refusal: the guess had exceeded what the service accepts. */
const GUESS_SHARE = 0.8;
/**
 * A service that keeps refusing gets one request per second, to notice when it accepts requests again. At a slower rate, stray
 * refusals would cost minutes.
 */
const MIN_RATE = 1;
/** The share of the requests accepted before a refusal that is safe to send. */
const SAFE_SHARE = 0.95;
/** No refusal lowers the rate by more than half. */
const LARGEST_DECREASE = 0.5;
/**
 * The rate starts a tenth below the limit that was found, and returns to it within eight seconds: a refusal may cost a second.
 */
const DECREASE = 0.1;
const RETURN_SECONDS = 8;
/** Spreads clients that were refused together. */
const STAGGER_MS = 100;

/**
 * Spaces requests out once the service throttles them (429): all requests wait, then follow one another at a rate that grows
 * until the next refusal and then drops, as in TCP's congestion control (CUBIC). This controls the rate instead of the number
 * of concurrent requests, since one request at a time is still 200 per second if answers take 5 ms. Without a refusal, nothing
 * waits.
 */
export class Pace {
  /** The measured limit of the service, in requests per second. */
  #limit = Infinity;
  /** Whether the limit is a guess. */
  #isGuess = false;
  /** Whether to still count the requests that were in flight at the first refusal. */
  #isMeasuring = false;
  #refusedAt = -Infinity;
  #closedUntil = -Infinity;
  #next = -Infinity;
  #accepted: number[] = [];

  constructor(private readonly clock: Clock) {}

  /**
   * Waits for the turn of one request. Returns `false` if its turn would come after the deadline, in milliseconds since 1970.
   */
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
    // The pause after the first refusal lasts longer than the window, and the requests to count came before the pause.
    const since =
      Math.min(now, this.#isMeasuring ? this.#refusedAt : now) - WINDOW_MS;
    this.#accepted = this.#accepted.filter((at) => at > since);
    this.#accepted.push(now);
    if (this.#limit > MIN_RATE) return;
    // The service refused everything for a while, as at the end of a per-minute quota, which does not measure its rate.
    this.#isGuess = true;
    this.#limit = GUESSED_RATE;
    this.#refusedAt = now;
  }

  /** @param askedMs the pause that the service asks for; it delays all requests */
  refused(sentAt: number, askedMs = 0): void {
    const now = this.clock.now();
    const rate = this.#rate(now);
    if (askedMs > 0) this.#close(askedMs);
    // Sent before the last refusal arrived, so it adds no information.
    if (sentAt < this.#refusedAt) return;
    this.#refusedAt = now;
    if (rate === Infinity) {
      this.#isMeasuring = true;
      if (askedMs === 0) this.#close(FIRST_PAUSE_MS);
      return;
    }
    // If the service also counts refused requests, it would refuse the next one too.
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
    // A late timer does not delay the requests that follow.
    const due = Math.max(this.#next, this.#closedUntil);
    this.#next = Math.max(due, now - interval) + interval;
  }

  /** The current rate, in requests per second. */
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
