import * as v from "valibot";

/** How many requests the gateway accepts before it answers 429. Gateways count in different ways. */
export const RateLimit = v.strictObject({
  requestsPerSecond: v.pipe(v.number(), v.minValue(0.01)),
  /**
   * `bucket`: allows a burst of one second's requests and refills evenly. `window`: counts per second of the clock. `sliding`:
   * counts in any period of one second.
   */
  counts: v.optional(v.picklist(["bucket", "window", "sliding"]), "bucket"),
  /** Whether refused requests count too. Only for `sliding`. */
  countsRefused: v.optional(v.boolean(), false),
  /** Sent with each refusal. */
  retryAfter: v.exactOptional(v.string()),
});
export type RateLimit = v.InferOutput<typeof RateLimit>;

/** Counts the requests of a cloud. */
export class RequestCounter {
  #tokens = Infinity;
  #filledAt = 0;
  #times: number[] = [];

  clear(): void {
    this.#tokens = Infinity;
    this.#times = [];
  }

  /** Whether one more request is within the limit. */
  take(limit: RateLimit, now = performance.now()): boolean {
    const { requestsPerSecond, counts, countsRefused } = limit;
    if (counts === "bucket") return this.#takeToken(requestsPerSecond, now);
    const since =
      counts === "window" ? Math.floor(now / 1000) * 1000 : now - 1000;
    this.#times = this.#times.filter((time) => time >= since);
    const taken = this.#times.length < requestsPerSecond;
    if (taken || (counts === "sliding" && countsRefused)) this.#times.push(now);
    return taken;
  }

  #takeToken(perSecond: number, now: number): boolean {
    const grown = ((now - this.#filledAt) / 1000) * perSecond;
    this.#tokens = Math.min(Math.max(1, perSecond), this.#tokens + grown);
    this.#filledAt = now;
    if (this.#tokens < 1) return false;
    this.#tokens--;
    return true;
  }
}
