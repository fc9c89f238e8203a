import type { Agent } from "node:http";
import type { Response } from "node-fetch" with { "resolution-mode": "import" };
import { CancelledError } from "../errors.js";
import { MAX_TIMER_MS } from "./clock.js";
import type { HttpAnswer, HttpRequest } from "./request.js";
import { userAgent } from "./userAgent.js";

/** The largest decompressed body: four times a page of 2,000 detections of 500 bytes. */
export const MAX_BODY_BYTES = 4 * 1024 * 1024;

/** A request without a response. */
export class NetworkFailure extends Error {
  override readonly name = "NetworkFailure";

  constructor(
    /** A system code such as ECONNREFUSED, or TIMEOUT, TOO_LARGE, TRUNCATED, STALE, CERTIFICATE. */
    readonly code: string,
    /** Completes "GET https://…", such as "was refused". */
    outcome: string,
  ) {
    super(outcome);
  }

  get retriable(): boolean {
    return !["CERTIFICATE", "TOO_LARGE"].includes(this.code);
  }
}

/** Sends a request once. Throws a CancelledError once the signal is aborted. */
export async function attempt(
  request: HttpRequest,
  agent: Agent,
  timeoutMs: number,
  cancelled?: AbortSignal,
): Promise<HttpAnswer> {
  const { default: fetch } = await import("node-fetch");
  const timeout = AbortSignal.timeout(
    Math.min(Math.ceil(timeoutMs), MAX_TIMER_MS),
  );
  const signal = cancelled ? AbortSignal.any([timeout, cancelled]) : timeout;
  try {
    const response = await fetch(request.url, {
      method: request.method,
      headers: { ...request.headers, "user-agent": userAgent() },
      ...(request.body === undefined ? {} : { body: request.body }),
      agent,
      // A redirect would carry the credentials to another host.
      redirect: "manual",
      size: MAX_BODY_BYTES,
      signal,
    });
    return await read(response);
  } catch (error) {
    if (cancelled?.aborted) throw new CancelledError();
    if (timeout.aborted) {
      throw new NetworkFailure(
        "TIMEOUT",
        `did not answer within ${Math.round(timeoutMs) / 1000} s`,
      );
    }
    throw networkFailure(error);
  }
}

async function read(response: Response): Promise<HttpAnswer> {
  const body = await response.text();
  return {
    status: response.status,
    header: (name) => response.headers.get(name) ?? undefined,
    body,
  };
}

const OUTCOMES: Record<string, string> = {
  ENOTFOUND: "failed: there is no such host",
  EAI_AGAIN: "failed: the host name could not be resolved",
  ECONNREFUSED: "failed: the connection was refused",
  ECONNRESET:
    "failed: the connection was closed before the response was complete",
  ERR_STREAM_PREMATURE_CLOSE:
    "failed: the connection was closed before the response was complete",
  STALE: "failed: the server closed the connection",
  EPIPE: "failed: the connection was closed before the request was sent",
  ETIMEDOUT: "failed: the connection timed out",
  EHOSTUNREACH: "failed: the host cannot be reached",
  ENETUNREACH: "failed: the network cannot be reached",
};

function networkFailure(error: unknown): NetworkFailure {
  const { code, type, message } = describe(error);
  if (type === "max-size") {
    return new NetworkFailure(
      "TOO_LARGE",
      `answered with more than ${MAX_BODY_BYTES} bytes`,
    );
  }
  if (/CERT|SELF_SIGNED|UNABLE_TO_|SSL|TLS/.test(code)) {
    return new NetworkFailure(
      "CERTIFICATE",
      `failed: the server's certificate is not trusted (${code})`,
    );
  }
  return new NetworkFailure(
    code || "TRUNCATED",
    OUTCOMES[code] ?? `failed: ${message}`,
  );
}

function describe(error: unknown) {
  const { code, type, message } = error as Partial<
    Record<"code" | "type" | "message", unknown>
  >;
  return {
    code: typeof code === "string" ? code : "",
    type: typeof type === "string" ? type : "",
    message: typeof message === "string" ? message : String(error),
  };
}
