import type { IncomingHttpHeaders, ServerResponse } from "node:http";
import type { Authentication } from "./authentication.js";
import type { ReceivedRequest } from "./receivedRequest.js";
import type { Operation, Route } from "./routes.js";

/** A request to the cloud as it arrived. Requests to the control API are not logged. */
export interface LoggedRequest {
  readonly method: string;
  /** Without the query, as sent. */
  readonly path: string;
  /** Decoded. A repeated name has an array of values. */
  readonly query: Record<string, string | string[]>;
  /** By lowercase name. Includes secrets. */
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly operation: Operation;
  readonly projectId?: string;
  readonly id?: string;
  readonly requestId: string;
  readonly authentication: Authentication;
  /** `null` while there is no response, or if there never was one. */
  status: number | null;
  /** In milliseconds since 1970, by this machine's clock. */
  readonly startedAt: number;
  finishedAt: number | null;
  /** How many requests were in flight when it started, including itself. */
  readonly concurrent: number;
}

export class RequestLog {
  #requests: LoggedRequest[] = [];
  #inFlight = 0;

  all(): readonly LoggedRequest[] {
    return this.#requests;
  }

  clear(): void {
    this.#requests = [];
  }

  /** Counts a request until its response is sent or its client disconnects. */
  enter(response: ServerResponse): Visit {
    const visit = new Visit(++this.#inFlight, (entry) => {
      this.#requests.push(entry);
    });
    const leave = () => {
      if (visit.over.aborted) return;
      this.#inFlight--;
      visit.leave();
    };
    response.once("finish", leave);
    response.once("close", leave);
    return visit;
  }
}

/** One request while the cloud handles it. */
export class Visit {
  readonly #startedAt = Date.now();
  readonly #over = new AbortController();
  #entry: LoggedRequest | undefined;

  constructor(
    readonly concurrent: number,
    readonly log: (entry: LoggedRequest) => void,
  ) {}

  /** Aborts when the request has ended, since nothing would reach the client after that. */
  get over(): AbortSignal {
    return this.#over.signal;
  }

  record(
    request: ReceivedRequest,
    route: Route,
    authentication: Authentication,
  ): void {
    this.#entry = {
      method: request.method,
      path: request.path,
      query: queryOf(request.rawQuery),
      headers: request.headers,
      body: request.body.toString(),
      ...route,
      requestId: request.requestId,
      authentication,
      status: null,
      startedAt: this.#startedAt,
      finishedAt: null,
      concurrent: this.concurrent,
    };
    this.log(this.#entry);
  }

  answered(status: number): void {
    if (this.#entry !== undefined) this.#entry.status = status;
  }

  leave(): void {
    this.#over.abort();
    if (this.#entry !== undefined) this.#entry.finishedAt = Date.now();
  }
}

function queryOf(rawQuery: string): LoggedRequest["query"] {
  const parameters = new URLSearchParams(rawQuery);
  return Object.fromEntries(
    [...new Set(parameters.keys())].map((name) => {
      const values = parameters.getAll(name);
      const [only = ""] = values;
      return [name, values.length > 1 ? values : only];
    }),
  );
}
