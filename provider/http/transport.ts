import type { Agent } from "node:http";
import { attempt, NetworkFailure } from "./attempt.js";
import { delayBefore, MAX_RETRY_AFTER_MS, parseRetryAfter } from "./backoff.js";
import type { Clock } from "./clock.js";
import { Gate } from "./gate.js";
import type { HttpAnswer, HttpRequest } from "./request.js";

export interface TransportOptions {
  readonly maxRetries: number;
  readonly requestTimeoutMs: number;
  readonly timeoutMs: number;
  readonly maxConcurrentRequests: number;
}

/** How a request ended, after its retries. */
export interface Exchange {
  readonly request: HttpRequest;
  readonly result: HttpAnswer | NetworkFailure;
  readonly attempts: number;
  readonly elapsedMs: number;
  /** Why no further attempt was made although one was allowed. */
  readonly gaveUp?: string;
}

const RETRIED_STATUSES = [408, 429, 500, 502, 503, 504];

/** Sends requests with connections kept alive, retries and a limit that all of them share. */
export class Transport {
  readonly #gate: Gate;

  constructor(
    readonly options: TransportOptions,
    readonly agentFor: (url: URL) => Promise<Agent | undefined>,
    readonly clock: Clock,
  ) {
    this.#gate = new Gate(options.maxConcurrentRequests, clock);
  }

  /**
   * @param prepare gives the request anew for each attempt, since a signature holds the time
   * @param isPassing tells a passing fault of the service that the status does not show
   */
  async send(
    prepare: () => Promise<HttpRequest>,
    isPassing: (answer: HttpAnswer) => boolean,
  ): Promise<Exchange> {
    let started: number | undefined;
    for (let attempts = 1; ; attempts++) {
      const { request, result } = await this.#gate.pass(async () => {
        started ??= this.clock.now();
        const left = started + this.options.timeoutMs - this.clock.now();
        return this.#attempt(
          await prepare(),
          Math.max(1, Math.min(this.options.requestTimeoutMs, left)),
        );
      });
      const elapsedMs = this.clock.now() - (started ?? 0);
      const exchange = { request, result, attempts, elapsedMs };
      if (attempts > this.options.maxRetries || !mayRetry(result, isPassing)) {
        return exchange;
      }
      const throttled = "status" in result && result.status === 429;
      const asked =
        "status" in result
          ? parseRetryAfter(result.header("retry-after"), this.clock.now())
          : undefined;
      if (asked !== undefined && asked > MAX_RETRY_AFTER_MS) {
        return {
          ...exchange,
          gaveUp: `It asks for a pause of ${seconds(asked)}, longer than the ${seconds(MAX_RETRY_AFTER_MS)} that are waited.`,
        };
      }
      const pause = Math.max(
        asked ?? 0,
        delayBefore(attempts - 1, throttled, () => this.clock.random()),
      );
      if (elapsedMs + pause >= this.options.timeoutMs) {
        return {
          ...exchange,
          gaveUp: `The time limit of ${seconds(this.options.timeoutMs)} for all attempts leaves no room for another one.`,
        };
      }
      if (throttled) this.#gate.closeFor(pause);
      else await this.clock.sleep(pause);
    }
  }

  async #attempt(request: HttpRequest, timeoutMs: number) {
    try {
      const agent = await this.agentFor(request.url);
      const result = await attempt(request, agent, timeoutMs);
      return { request, result };
    } catch (error) {
      if (error instanceof NetworkFailure) return { request, result: error };
      throw error;
    }
  }
}

function mayRetry(
  result: HttpAnswer | NetworkFailure,
  isPassing: (answer: HttpAnswer) => boolean,
): boolean {
  return result instanceof NetworkFailure
    ? result.retriable
    : RETRIED_STATUSES.includes(result.status) || isPassing(result);
}

function seconds(ms: number): string {
  return `${String(Math.round(ms / 1000))} s`;
}
