import type { Clock } from "../../provider/huaweicloud/http/clock.js";

/** A clock that stands still until it is advanced. */
export class FakeClock implements Clock {
  #now = 0;
  readonly #sleepers: { until: number; wake: () => void }[] = [];

  now(): number {
    return this.#now;
  }

  random(): number {
    return 1;
  }

  sleep(ms: number): Promise<void> {
    return new Promise((wake) => {
      this.#sleepers.push({ until: this.#now + ms, wake });
    });
  }

  /** Wakes the sleepers whose time has come, in order, and lets them run. */
  async pass(ms: number): Promise<void> {
    const end = this.#now + ms;
    await settle();
    for (;;) {
      this.#sleepers.sort((a, b) => a.until - b.until);
      const [next] = this.#sleepers;
      if (!next || next.until > end) break;
      this.#sleepers.shift();
      this.#now = next.until;
      next.wake();
      await settle();
    }
    this.#now = end;
  }
}

/** Runs everything that is only waiting for its turn. */
export function settle(): Promise<void> {
  return new Promise((done) => setImmediate(done));
}
