import type { LimitFunction } from "p-limit" with {
  "resolution-mode": "import",
};
import { formatDuration } from "../../units/index.js";
import { NetworkFailure } from "./attempt.js";
import { delayBefore } from "./backoff.js";
import type { Clock } from "./clock.js";
import type { Connection } from "./connections.js";
import { Delivery, type Exchange, type Sending } from "./delivery.js";
import { Pace } from "./pace.js";
import type { HttpRequest } from "./request.js";

export type { Exchange, Sending } from "./delivery.js";

export interface TransportOptions {
  /** Throttled requests (429) don't count: they are repeated within their time limit. */
  readonly maxRetries: number;
  /** The time limit of one attempt. */
  readonly requestTimeoutMs: number;
  /** The time limit of all attempts, with the pauses between them. */
  readonly timeoutMs: number;
  readonly maxConcurrentRequests: number;
}

const RETRIED_STATUSES = [408, 500, 502, 503, 504];
/** A request that must not take effect twice is retried only if it can't have reached the server. */
const NOT_CONNECTED = [
  "ENOTFOUND",
  "EAI_AGAIN",
  "ECONNREFUSED",
  "EHOSTUNREACH",
  "ENETUNREACH",
];

/** Sends requests over keep-alive connections with retries. All requests share a concurrency limit and a pace. */
export class Transport {
  readonly #pace: Pace;
  #limit: Promise<LimitFunction> | undefined;

  constructor(
    readonly options: TransportOptions,
    private readonly connectionFor: (url: URL) => Promise<Connection>,
    readonly clock: Clock,
  ) {
    this.#pace = new Pace(clock);
  }

  async send<R extends HttpRequest>(sending: Sending<R>): Promise<Exchange<R>> {
    const { recover } = sending;
    const { maxRetries, requestTimeoutMs } = this.options;
    const timeoutMs = sending.timeoutMs ?? this.options.timeoutMs;
    const outOfTime = `The time limit of ${formatDuration(timeoutMs)} leaves no time for another attempt.`;
    const delivery = new Delivery(
      sending,
      { timeoutMs, requestTimeoutMs, outOfTime },
      {
        pace: this.#pace,
        clock: this.clock,
        connectionFor: this.connectionFor,
      },
    );
    this.#limit ??= this.#openLimit();
    const limit = await this.#limit;
    let recovered = false;
    for (let retries = 0; ;) {
      const exchange = await limit(() => delivery.untilTaken());
      const { request, result, gaveUp } = exchange;
      if (gaveUp !== undefined) return exchange;
      const isRefused = "status" in result && result.status === 401;
      if (isRefused && recover && !recovered) {
        recovered = true;
        if (await recover(request)) continue;
      }
      if (retries >= maxRetries || !mayRetry(exchange, sending)) {
        return exchange;
      }
      const pause = delayBefore(retries++, () => this.clock.random());
      if (this.clock.now() + pause >= delivery.deadline) {
        return { ...exchange, gaveUp: outOfTime };
      }
      await this.clock.sleep(pause);
    }
  }

  async #openLimit(): Promise<LimitFunction> {
    const { default: pLimit } = await import("p-limit");
    return pLimit(this.options.maxConcurrentRequests);
  }
}

function mayRetry<R extends HttpRequest>(
  { request, result }: Exchange<R>,
  { repeatable = request.method !== "POST", isPassing }: Sending<R>,
): boolean {
  if (result instanceof NetworkFailure) {
    return repeatable ? result.retriable : NOT_CONNECTED.includes(result.code);
  }
  return (
    repeatable &&
    (RETRIED_STATUSES.includes(result.status) || isPassing?.(result) === true)
  );
}
