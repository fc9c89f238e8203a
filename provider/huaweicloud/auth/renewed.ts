/** A value that expires. */
export interface Lease<Value> {
  readonly value: Value;
  /** In milliseconds since 1970, by this machine's clock. */
  readonly until: number;
}

/** Longer than a lookup with all its retries, so that a value does not expire during one. */
const MARGIN_MS = 5 * 60_000;
/** The pause after a failed renewal, while the old value is still valid. */
const RETRY_MS = 30_000;

/**
 * Fetches a value once, again before it expires, and once more if it is refused early. Does not remember failures. If a renewal
 * fails, keeps a value that is still valid.
 */
export class Renewed<Value> {
  /** The current value, or the fetch of the next one. */
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

  /** Whether the value now differs from the refused one. */
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
