import { formatDuration } from "../../units/index.js";
import { attempt, NetworkFailure } from "./attempt.js";
import { MAX_RETRY_AFTER_MS, parseRetryAfter } from "./backoff.js";
import type { Clock } from "./clock.js";
import type { Connection } from "./connections.js";
import type { Pace } from "./pace.js";
import type { HttpAnswer, HttpRequest } from "./request.js";
import { closeIdle } from "./staleConnections.js";

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
  /** Whether the request may take effect twice. Default: unless it is a POST. */
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

/** The attempts of one request. Its time runs from its first turn, but not while it is signed: signing in has a limit of its own. */
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

  /** Repeats the request while the service refuses it for being one too many. */
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
    let result = await this.#ask(request, connection);
    const { repeatable = request.method !== "POST" } = this.sending;
    if (
      result instanceof NetworkFailure &&
      result.code === "STALE" &&
      repeatable
    ) {
      // It never reached the server, so that it is not even a retry.
      closeIdle(connection.agent);
      result = await this.#ask(request, connection);
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
  ): Promise<HttpAnswer | NetworkFailure> {
    const { requestTimeoutMs, timeoutMs } = this.limits;
    const left = this.deadline - this.means.clock.now();
    if (left <= 0) {
      return new NetworkFailure(
        "TIMEOUT",
        `was not sent: earlier attempts used up the ${formatDuration(timeoutMs)} of huaweicloud:timeout`,
      );
    }
    try {
      return await attempt(request, agent, Math.min(requestTimeoutMs, left));
    } catch (error) {
      if (error instanceof NetworkFailure) return error;
      throw error;
    }
  }
}

/** The service's own clock, by which it names the end of a pause. */
function dateOf(answer: HttpAnswer): number | undefined {
  const date = Date.parse(answer.header("date") ?? "");
  return Number.isNaN(date) ? undefined : date;
}
