/** What is good for a time only. */
export interface Lease<Value> {
  readonly value: Value;
  /** In milliseconds since 1970, by this machine's clock. */
  readonly until: number;
}

/** Longer than a look-up takes with all its retries, so that nothing ends on its way. */
const MARGIN_MS = 5 * 60_000;
/** Between a renewal that failed and the next, while the old value is still good. */
const RETRY_MS = 30_000;

/**
 * Fetches something once, again before it ends, and once again where it was refused before its time. A failure is not
 * remembered, and a renewal that fails leaves what is still good.
 */
export class Renewed<Value> {
  /** What is held, or on its way. */
  #lease: Promise<Lease<Value>> | undefined;
  #held: Lease<Value> | undefined;
  #renewAt = Infinity;
  #refused: Value | undefined;

  constructor(
    private readonly fetch: () => Promise<Lease<Value>>,
    private readonly now: () => number,
  ) {}

  async get(): Promise<Value> {
    if (this.now() >= this.#renewAt) this.#lease = undefined;
    this.#lease ??= this.#fetchAnew();
    return (await this.#lease).value;
  }

  /** Whether there is another value now than the one that was refused. */
  async renew(refused: Value): Promise<boolean> {
    if ((await this.get()) === refused && this.#refused === undefined) {
      this.#refused = refused;
      this.#held = undefined;
      this.#lease = undefined;
    }
    return (await this.get()) !== refused;
  }

  async #fetchAnew(): Promise<Lease<Value>> {
    const started = this.now();
    this.#renewAt = Infinity;
    try {
      const lease = await this.fetch();
      const margin = Math.min(MARGIN_MS, (lease.until - started) / 10);
      this.#renewAt = lease.until - margin;
      this.#held = lease;
      return lease;
    } catch (error) {
      const held = this.#held;
      if (held && this.now() < held.until) {
        this.#renewAt = Math.min(this.now() + RETRY_MS, held.until);
        return held;
      }
      this.#lease = undefined;
      throw error;
    }
  }
}
