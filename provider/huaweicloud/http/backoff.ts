/** Of one attempt: Huawei's gateway itself gives up after 60 s, and a look-up that is not done in 15 s is not healthy. */
export const REQUEST_TIMEOUT_MS = 15_000;
/** Of all attempts and what they wait for: what a person at a terminal still waits for. */
export const TIMEOUT_MS = 90_000;
/** Four attempts outlast a fail-over behind the gateway; more would only load a cloud that is in trouble. */
export const MAX_RETRIES = 3;
/** At once: as many as fetch a hundred tasks in the time of four, and fewer than a browser sends to one site's hosts. */
export const MAX_CONCURRENT_REQUESTS = 32;
/** Doubles from retry to retry: long enough for a connection that broke to be a new one. */
export const BASE_DELAY_MS = 200;
/** No single pause is longer. */
export const MAX_DELAY_MS = 20_000;
/** What a server may ask for with `Retry-After`; a longer pause is an error at once. */
export const MAX_RETRY_AFTER_MS = 60_000;

/**
 * The pause before a retry, with full jitter so that clients that failed together do not come back together.
 *
 * @param retry 0 before the second attempt
 */
export function delayBefore(retry: number, random: () => number): number {
  return random() * Math.min(MAX_DELAY_MS, BASE_DELAY_MS * 2 ** retry);
}

/** `Retry-After` in milliseconds: seconds, or a date in one of its three forms (RFC 9110, 5.6.7); else it is as good as absent. */
export function parseRetryAfter(
  value: string | undefined,
  now: number,
): number | undefined {
  const text = value?.trim() ?? "";
  if (/^\d+(\.\d+)?$/.test(text)) return Math.ceil(Number(text) * 1000);
  if (!/^[A-Z][a-z]{2}/.test(text)) return undefined;
  // The oldest form, asctime's, names no zone and means GMT.
  const date = Date.parse(text.endsWith("GMT") ? text : `${text} GMT`);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
