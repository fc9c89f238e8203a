import type {
  RequestFailure,
  RequestFailureReason,
} from "../provider/index.js";

export type { RequestFailure, RequestFailureReason };

/** A function's request failed: its message is for people, its `failure` for code. */
export interface RequestError extends Error {
  readonly failure: RequestFailure;
}

/**
 * Whether a function has failed because of a request that it made, by the error's shape: also of another copy of this
 * package. Other errors are those of inputs and settings.
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

/** What a request's error knows, or that of the error that caused another. */
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
