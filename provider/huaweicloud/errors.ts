/**
 * What this package raises for its user. Anything else that is thrown is a defect of ours.
 * The message is complete: what was asked, of whom, what came back, what to do.
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

  /** @param provider the provider of the program whose settings they are; without one, they are the stack's */
  constructor(
    readonly problems: readonly string[],
    provider?: string,
  ) {
    super(
      (provider === undefined
        ? ""
        : `of the provider ${provider}, whose arguments are its settings, `) +
        (problems.length === 1
          ? `a setting is missing or malformed: ${problems.join()}`
          : `${String(problems.length)} settings are missing or malformed:\n${problems.map((problem) => `  - ${problem}`).join("\n")}`),
    );
  }
}

/** A peer has no detection: the listing of its project, which is whole, has none. */
export class NoDetectionError extends VifPeerDetectionError {
  override readonly name = "NoDetectionError";
}

/**
 * A wait has run out. That is no failure where unmet expectations are warnings, so it carries what is known.
 */
export class StillProcessingError<Value> extends VifPeerDetectionError {
  override readonly name = "StillProcessingError";

  constructor(
    message: string,
    /** As it was read last. */
    readonly detection: Value,
  ) {
    super(message);
  }
}

/** Why a request failed; each is explained in docs/troubleshooting.md. */
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

/** What is known of a request that failed. */
export interface RequestFailure {
  /** By which code can tell failures apart; others may be added. */
  readonly reason: RequestFailureReason;
  /** What the request was for, such as "show the detection 3284…". */
  readonly operation: string;
  readonly method: string;
  readonly host: string;
  /** Without its query. */
  readonly url: string;
  /** How it went wrong, such as `answered 401 (APIGW.0301: …)`. */
  readonly outcome: string;
  /** The HTTP status; left out where no answer came. */
  readonly status?: number;
  /** The service's own `error_code`. */
  readonly code?: string;
  /** For Huawei Cloud's support. */
  readonly requestId?: string;
  /** How often it was sent. */
  readonly attempts: number;
  /** From the first attempt to the end of the last one. */
  readonly elapsedMs: number;
  /** What to do, in words. */
  readonly nextStep: string;
}

/** A request was not answered, or not as documented. */
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
