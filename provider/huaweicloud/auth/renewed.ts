/** What is good for a time only. */
export interface Lease<Value> {
  readonly value: Value;
  /** In milliseconds since 1970, by this machine's clock. */
  readonly until: number;
}

/** Longer than a look-up takes with all its retries, so that nothing ends on its way. */
const MARGIN_MS = 5 * 60_000;

/** Fetches something once, again before it ends, and once again where it was refused before its time. */
export class Renewed<Value> {
  #lease: Promise<Lease<Value>> | undefined;
  #renewAt = Infinity;
  #refused: Value | undefined;

  constructor(
    readonly fetch: () => Promise<Lease<Value>>,
    readonly now: () => number,
  ) {}

  async get(): Promise<Value> {
    if (this.now() >= this.#renewAt) this.#lease = undefined;
    // A failure stays: asking again with a wrong password would lock the account.
    this.#lease ??= this.#fetchAnew();
    return (await this.#lease).value;
  }

  /** Whether there is another value now than the one that was refused. */
  async renew(refused: Value): Promise<boolean> {
    if ((await this.get()) === refused && this.#refused === undefined) {
      this.#refused = refused;
      this.#lease = undefined;
    }
    return (await this.get()) !== refused;
  }

  async #fetchAnew(): Promise<Lease<Value>> {
    const started = this.now();
    this.#renewAt = Infinity;
    const lease = await this.fetch();
    const margin = Math.min(MARGIN_MS, (lease.until - started) / 10);
    this.#renewAt = lease.until - margin;
    return lease;
  }
}
