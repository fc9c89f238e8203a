import { formatDuration } from "../duration.js";
import { attempt, NetworkFailure } from "./attempt.js";
import { delayBefore, MAX_RETRY_AFTER_MS, parseRetryAfter } from "./backoff.js";
import type { Clock } from "./clock.js";
import type { Connection } from "./connections.js";
import { RequestLimit } from "./requestLimit.js";
import type { HttpAnswer, HttpRequest } from "./request.js";

export interface TransportOptions {
  readonly maxRetries: number;
  readonly requestTimeoutMs: number;
  readonly timeoutMs: number;
  readonly maxConcurrentRequests: number;
}

/** How a request ended, after its retries. */
export interface Exchange<R extends HttpRequest = HttpRequest> {
  readonly request: R;
  readonly result: HttpAnswer | NetworkFailure;
  readonly connection: Connection;
  readonly attempts: number;
  readonly elapsedMs: number;
  /** Why no further attempt was made although one was allowed. */
  readonly gaveUp?: string;
}

export interface Sending<R extends HttpRequest = HttpRequest> {
  /** Gives the request anew for each attempt, since a signature holds the time. */
  readonly prepare: () => Promise<R>;
  /** Tells a passing fault of the service that the status does not show. */
  readonly isPassing?: (answer: HttpAnswer) => boolean;
  /** Asked once after a 401: whether the next request will carry other credentials. */
  readonly recover?: (refused: R) => Promise<boolean>;
  /** Whether a POST may be made twice, as one that changes nothing; other methods may. */
  readonly repeatable?: boolean;
}

const RETRIED_STATUSES = [408, 429, 500, 502, 503, 504];
/** Nothing can have been created where the request was not taken in. */
const RETRIED_STATUSES_OF_POST = [429];
const NOT_CONNECTED = [
  "ENOTFOUND",
  "EAI_AGAIN",
  "ECONNREFUSED",
  "EHOSTUNREACH",
  "ENETUNREACH",
];

/** Sends requests with connections kept alive, retries and a limit that all of them share. */
export class Transport {
  readonly #limit: RequestLimit;

  constructor(
    readonly options: TransportOptions,
    readonly connectionFor: (url: URL) => Promise<Connection>,
    readonly clock: Clock,
  ) {
    this.#limit = new RequestLimit(options.maxConcurrentRequests, clock);
  }

  async send<R extends HttpRequest>({
    prepare,
    isPassing,
    recover,
    repeatable,
  }: Sending<R>): Promise<Exchange<R>> {
    const { timeoutMs, requestTimeoutMs, maxRetries } = this.options;
    let started: number | undefined;
    let recovered = false;
    let last: Exchange<R> | undefined;
    for (let attempts = 1, retries = 0; ; attempts++) {
      const deadline = started === undefined ? Infinity : started + timeoutMs;
      const made = await this.#limit.pass(async () => {
        started ??= this.clock.now();
        const request = await prepare();
        const left = started + timeoutMs - this.clock.now();
        // The pauses of others may have taken the time of this one.
        if (left <= 0 && last) return undefined;
        return this.#attempt(
          request,
          Math.max(1, Math.min(requestTimeoutMs, left)),
        );
      }, deadline);
      if (!made) return { ...(last as Exchange<R>), gaveUp: this.#outOfTime() };
      const { request, result } = made;
      const elapsedMs = this.clock.now() - (started ?? 0);
      const exchange = { ...made, attempts, elapsedMs };
      last = exchange;
      const status = "status" in result ? result.status : undefined;
      if (status === 401 && recover && !recovered) {
        recovered = true;
        if (await recover(request)) continue;
      }
      if (
        retries >= maxRetries ||
        !mayRetry(request, result, { isPassing, repeatable })
      ) {
        return exchange;
      }
      const throttled = status === 429;
      const asked =
        "status" in result
          ? parseRetryAfter(result.header("retry-after"), this.clock.now())
          : undefined;
      if (asked !== undefined && asked > MAX_RETRY_AFTER_MS) {
        return {
          ...exchange,
          gaveUp: `It asks for a pause of ${formatDuration(asked)}, longer than the ${formatDuration(MAX_RETRY_AFTER_MS)} that are waited.`,
        };
      }
      const pause = Math.max(
        asked ?? 0,
        delayBefore(retries, throttled, () => this.clock.random()),
      );
      if (elapsedMs + pause >= timeoutMs) {
        return { ...exchange, gaveUp: this.#outOfTime() };
      }
      retries++;
      if (throttled) this.#limit.closeFor(pause);
      else await this.clock.sleep(pause);
    }
  }

  #outOfTime(): string {
    return `The time limit of ${formatDuration(this.options.timeoutMs)} for all attempts leaves no room for another one.`;
  }

  async #attempt<R extends HttpRequest>(request: R, timeoutMs: number) {
    const connection = await this.connectionFor(request.url);
    try {
      const result = await attempt(request, connection.agent, timeoutMs);
      return { request, result, connection };
    } catch (error) {
      if (!(error instanceof NetworkFailure)) throw error;
      return { request, result: error, connection };
    }
  }
}

function mayRetry(
  { method }: HttpRequest,
  result: HttpAnswer | NetworkFailure,
  {
    isPassing,
    repeatable,
  }: Partial<
    Record<"isPassing", Sending["isPassing"]> &
      Record<"repeatable", boolean | undefined>
  >,
): boolean {
  const isOnce = method === "POST" && repeatable !== true;
  if (result instanceof NetworkFailure) {
    return isOnce ? NOT_CONNECTED.includes(result.code) : result.retriable;
  }
  return isOnce
    ? RETRIED_STATUSES_OF_POST.includes(result.status)
    : RETRIED_STATUSES.includes(result.status) || isPassing?.(result) === true;
}
