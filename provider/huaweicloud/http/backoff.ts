/** The time limit for one attempt. Huawei's gateway gives up after 60 s, but a healthy lookup never takes 15 s. */
export const REQUEST_TIMEOUT_MS = 15_000;
/** The time limit for all attempts and their pauses: as long as a person waits at a terminal. */
export const TIMEOUT_MS = 90_000;
/** Four attempts outlast a fail-over behind the gateway; more would only add load to a failing service. */
export const MAX_RETRIES = 3;
/** Fetches a hundred detections in the time of four, with fewer connections than a browser opens for one site. */
export const MAX_CONCURRENT_REQUESTS = 32;
/** Doubles with each retry. Long enough to replace a broken connection. */
export const BASE_DELAY_MS = 200;
/** The longest pause. */
export const MAX_DELAY_MS = 20_000;
/** The longest `Retry-After` that is honoured; a longer one is an error. */
export const MAX_RETRY_AFTER_MS = 60_000;

/**
 * The pause before a retry, with full jitter so that clients that failed together do not retry together.
 *
 * @param retry 0 before the second attempt
 */
export function delayBefore(retry: number, random: () => number): number {
  return random() * Math.min(MAX_DELAY_MS, BASE_DELAY_MS * 2 ** retry);
}

/** Parses `Retry-After` to milliseconds: seconds, or a date in one of three forms (RFC 9110, 5.6.7). Other values are ignored. */
export function parseRetryAfter(
  value: string | undefined,
  now: number,
): number | undefined {
  const text = value?.trim() ?? "";
  if (/^\d+(\.\d+)?$/.test(text)) return Math.ceil(Number(text) * 1000);
  if (!/^[A-Z][a-z]{2}/.test(text)) return undefined;
  // The oldest form, asctime, has no time zone and means GMT.
  const date = Date.parse(text.endsWith("GMT") ? text : `${text} GMT`);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
