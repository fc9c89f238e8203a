import type {
  RequestFailure,
  RequestFailureReason,
} from "../provider/index.js";

export type { RequestFailure, RequestFailureReason };

/** The error that a function throws if its request fails: `message` is for people, `failure` for code. */
export interface RequestError extends Error {
  /** What is known about the request that failed. */
  readonly failure: RequestFailure;
}

/**
 * Whether a function failed because of a request. Looks at the shape of the error, so it also recognizes errors from another
 * copy of this package. All other errors are about inputs and settings.
 *
 * ```ts
 * const detection = await dc.getVifPeerDetection({ vifPeerId }).catch((error: unknown) => {
 *   if (dc.isRequestError(error) && error.failure.reason === "throttled") return undefined;
 *   throw error;
 * });
 * ```
 */
export function isRequestError(error: unknown): error is RequestError {
  return (
    error instanceof Error &&
    isFailure((error as { failure?: unknown }).failure)
  );
}

/** The `failure` of an error or of one of its causes. */
export function failureOf(error: unknown): RequestFailure | undefined {
  for (let one = error; one instanceof Error; one = one.cause) {
    if (isRequestError(one)) return one.failure;
  }
  return undefined;
}

const TEXTS = ["reason", "operation", "method", "host", "url", "nextStep"];
const NUMBERS = ["attempts", "elapsedMs"];

function isFailure(value: unknown): value is RequestFailure {
  if (typeof value !== "object" || value === null) return false;
  const failure = value as Record<string, unknown>;
  return (
    TEXTS.every((name) => typeof failure[name] === "string") &&
    NUMBERS.every((name) => typeof failure[name] === "number")
  );
}
