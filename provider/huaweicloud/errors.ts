/**
 * An error for the user. Any other error that is thrown is a bug in this package.
 * The message is complete: what was requested, from whom, what came back, and what to do.
 */
export class VifPeerDetectionError extends Error {
  override readonly name: string = "VifPeerDetectionError";
}

/** An input of a resource or function is missing or malformed. */
export class InputError extends VifPeerDetectionError {
  override readonly name = "InputError";
}

/** Settings (Pulumi config or environment) are missing or malformed; the message lists all of them. */
export class SettingsError extends VifPeerDetectionError {
  override readonly name = "SettingsError";

  /** @param provider the program's provider that has these settings; without it, they are the stack's */
  constructor(
    readonly problems: readonly string[],
    provider?: string,
  ) {
    super(
      (provider === undefined
        ? ""
        : `the provider ${provider} gets its settings from its arguments, and `) +
        (problems.length === 1
          ? `a setting is missing or malformed: ${problems.join()}`
          : `${String(problems.length)} settings are missing or malformed:\n${problems.map((problem) => `  - ${problem}`).join("\n")}`),
    );
  }
}

/** The complete list of the project's detections has no detection of the peer. */
export class NoDetectionError extends VifPeerDetectionError {
  override readonly name = "NoDetectionError";
}

/**
 * A wait has timed out. Carries the detection, since the timeout is only a warning if the gate is open.
 */
export class StillProcessingError<Value> extends VifPeerDetectionError {
  override readonly name = "StillProcessingError";

  constructor(
    message: string,
    /** The last result. */
    readonly detection: Value,
  ) {
    super(message);
  }
}

/** The engine told the provider to stop, as after Ctrl-C. */
export class CancelledError extends VifPeerDetectionError {
  override readonly name = "CancelledError";

  constructor() {
    super("the deployment was cancelled");
  }
}

/** The engine has ended, so nobody gets the result, and nothing more is saved. */
export class UnwantedError extends VifPeerDetectionError {
  override readonly name = "UnwantedError";

  constructor({
    detectionId,
    vifPeerId,
  }: {
    readonly detectionId: string;
    readonly vifPeerId: string;
  }) {
    super(
      `stopped waiting for detection ${detectionId} of peer ${vifPeerId}: the deployment that requested it has ended.`,
    );
  }
}

/** Why a request failed. docs/troubleshooting.md explains each reason. */
export const REQUEST_FAILURE_REASONS = [
  "no-such-host",
  "unreachable",
  "connection-lost",
  "timeout",
  "certificate",
  "proxy-credentials",
  "credentials",
  "clock",
  "permission",
  "wrong-endpoint",
  "not-found",
  "throttled",
  "service-trouble",
  "redirect",
  "refused",
  "not-the-service",
  "unexpected-answer",
  "wrong-detection",
] as const;
export type RequestFailureReason = (typeof REQUEST_FAILURE_REASONS)[number];

/** What is known about a failed request. */
export interface RequestFailure {
  /** The kind of failure, for code. New kinds may be added. */
  readonly reason: RequestFailureReason;
  /** What the request was meant to do, such as "show the detection 3284…". */
  readonly operation: string;
  /** Such as `GET`. */
  readonly method: string;
  /** The host that was asked, with its port unless it is 443. */
  readonly host: string;
  /** Without the query. */
  readonly url: string;
  /** What went wrong, such as `answered 401 (APIGW.0301: …)`. */
  readonly outcome: string;
  /** The HTTP status; missing if there was no response. */
  readonly status?: number;
  /** The service's own `error_code`. */
  readonly code?: string;
  /** For Huawei Cloud support. */
  readonly requestId?: string;
  /** How many times the request was sent. */
  readonly attempts: number;
  /** From the start of the first attempt to the end of the last one. */
  readonly elapsedMs: number;
  /** What to do, in words. */
  readonly nextStep: string;
}

/** A request got no response, an error, or a response that is not as documented. */
export class RequestError extends VifPeerDetectionError {
  override readonly name = "RequestError";

  constructor(readonly failure: RequestFailure) {
    const { operation, method, url, outcome, requestId, attempts, nextStep } =
      failure;
    const seconds = (failure.elapsedMs / 1000).toFixed(1);
    super(
      [
        `could not ${operation}: ${method} ${url} ${outcome.replace(/\.$/, "")}`,
        requestId === undefined ? "" : `, request id ${requestId}`,
        attempts > 1
          ? `, after ${String(attempts)} attempts in ${seconds} s`
          : "",
        `.\n${nextStep}`,
      ].join(""),
    );
  }
}
