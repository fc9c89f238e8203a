import type { Clock } from "./clock.js";

/** Lets a number of requests through at once, and none while the cloud has asked for a pause. */
export class RequestLimit {
  readonly #waiting: (() => void)[] = [];
  #running = 0;
  #closedUntil = 0;

  constructor(
    readonly limit: number,
    readonly clock: Clock,
  ) {}

  /** @param deadline until when a pause is waited for, in milliseconds since 1970 */
  async pass<T>(request: () => Promise<T>, deadline = Infinity): Promise<T> {
    if (this.#running >= this.limit) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    } else {
      this.#running++;
    }
    try {
      let pause: number;
      while (
        (pause = Math.min(this.#closedUntil, deadline) - this.clock.now()) > 0
      ) {
        await this.clock.sleep(pause);
      }
      return await request();
    } finally {
      // A place is handed on, so that a newcomer cannot take it from under the one who waits.
      const next = this.#waiting.shift();
      if (next) next();
      else this.#running--;
    }
  }

  /** After a 429 everybody waits, not only the request that met it. */
  closeFor(ms: number): void {
    this.#closedUntil = Math.max(this.#closedUntil, this.clock.now() + ms);
  }
}
