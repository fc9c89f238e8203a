import { configKey } from "../../settings/index.js";
import { formatDuration } from "../../units/index.js";
import { attempt, NetworkFailure } from "./attempt.js";
import { MAX_RETRY_AFTER_MS, parseRetryAfter } from "./backoff.js";
import type { Clock } from "./clock.js";
import type { Connection } from "./connections.js";
import type { Pace } from "./pace.js";
import type { HttpAnswer, HttpRequest } from "./request.js";
import { closeIdle } from "./staleConnections.js";

/** The outcome of a request, after its retries. */
export interface Exchange<R extends HttpRequest = HttpRequest> {
  readonly request: R;
  readonly result: HttpAnswer | NetworkFailure;
  readonly connection: Connection;
  readonly attempts: number;
  readonly elapsedMs: number;
  /** Why there was no further attempt although one was allowed. */
  readonly gaveUp?: string;
}

export interface Sending<R extends HttpRequest = HttpRequest> {
  /** Builds the request for each attempt, since a signature contains the time. */
  readonly prepare: () => Promise<R>;
  /** Detects a transient fault of the service that the status does not show. */
  readonly isPassing?: (answer: HttpAnswer) => boolean;
  /** Called once after a 401: whether the next request will use other credentials. */
  readonly recover?: (refused: R) => Promise<boolean>;
  /** Whether the request may take effect twice. Default: `false` for POST, `true` for all others. */
  readonly repeatable?: boolean;
  /** Default: the transport's. */
  readonly timeoutMs?: number;
}

interface Limits {
  readonly timeoutMs: number;
  readonly requestTimeoutMs: number;
  readonly outOfTime: string;
}

interface Means {
  readonly pace: Pace;
  readonly clock: Clock;
  readonly connectionFor: (url: URL) => Promise<Connection>;
}

/** The attempts of one request. The time limit starts with the first attempt and excludes sign-in, which has its own limit. */
export class Delivery<R extends HttpRequest> {
  #started: number | undefined;
  #signingMs = 0;
  #attempts = 0;

  constructor(
    private readonly sending: Sending<R>,
    private readonly limits: Limits,
    private readonly means: Means,
  ) {}

  /** In milliseconds since 1970. */
  get deadline(): number {
    const { timeoutMs } = this.limits;
    return (this.#started ?? Infinity) + this.#signingMs + timeoutMs;
  }

  /** Repeats the request while the service throttles it. */
  async untilTaken(): Promise<Exchange<R>> {
    const { pace, clock } = this.means;
    const { outOfTime } = this.limits;
    for (let last: Exchange<R> | undefined; ;) {
      if (!(await pace.turn(this.deadline)) && last) {
        return { ...last, gaveUp: outOfTime };
      }
      this.#started ??= clock.now();
      const sentAt = clock.now();
      const exchange = await this.#attempt();
      const { result } = exchange;
      if (result instanceof NetworkFailure) return exchange;
      if (result.status !== 429) {
        pace.accepted();
        return exchange;
      }
      const askedMs = parseRetryAfter(
        result.header("retry-after"),
        dateOf(result) ?? clock.now(),
      );
      if (askedMs !== undefined && askedMs > MAX_RETRY_AFTER_MS) {
        return {
          ...exchange,
          gaveUp: `The service asks for a pause of ${formatDuration(askedMs)}, longer than the limit of ${formatDuration(MAX_RETRY_AFTER_MS)}.`,
        };
      }
      pace.refused(sentAt, askedMs);
      last = exchange;
    }
  }

  async #attempt(): Promise<Exchange<R>> {
    const prepared = this.means.clock.now();
    const request = await this.sending.prepare();
    this.#signingMs += this.means.clock.now() - prepared;
    const connection = await this.means.connectionFor(request.url);
    this.#attempts++;
    const { repeatable = request.method !== "POST" } = this.sending;
    // Only a request that changes nothing: of any other, the result must be known.
    const isRead = request.method === "GET" || this.sending.repeatable;
    const cancelled = isRead ? this.means.clock.cancelled : undefined;
    let result = await this.#ask(request, connection, cancelled);
    if (
      result instanceof NetworkFailure &&
      result.code === "STALE" &&
      repeatable
    ) {
      // It never reached the server, so this does not count as a retry.
      closeIdle(connection.agent);
      result = await this.#ask(request, connection, cancelled);
    }
    return {
      request,
      result,
      connection,
      attempts: this.#attempts,
      elapsedMs: this.means.clock.now() - (this.#started ?? 0),
    };
  }

  async #ask(
    request: R,
    { agent }: Connection,
    cancelled: AbortSignal | undefined,
  ): Promise<HttpAnswer | NetworkFailure> {
    const { requestTimeoutMs, timeoutMs } = this.limits;
    const left = this.deadline - this.means.clock.now();
    if (left <= 0) {
      return new NetworkFailure(
        "TIMEOUT",
        `was not sent: earlier attempts used up the ${formatDuration(timeoutMs)} of ${configKey("timeout")}`,
      );
    }
    try {
      const limit = Math.min(requestTimeoutMs, left);
      return await attempt(request, agent, limit, cancelled);
    } catch (error) {
      if (error instanceof NetworkFailure) return error;
      throw error;
    }
  }
}

/** The time of the service's clock, which its `Retry-After` date refers to. */
function dateOf(answer: HttpAnswer): number | undefined {
  const date = Date.parse(answer.header("date") ?? "");
  return Number.isNaN(date) ? undefined : date;
}
