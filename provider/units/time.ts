/** An offset from UTC, in the format of `huaweicloud:timeZone`: `+08:00`, `-03:30` or `Z`. */
export const TIME_ZONE = /^(Z|[+-](0\d|1[0-4]):[0-5]\d)$/;

/** How far local times of the API may be behind UTC. */
export const MAX_BEHIND_UTC_MS = 12 * 3_600_000;

const TIME =
  /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?) ?(Z|[+-]\d{2}:?\d{2})?$/;

/**
 * Parses the API's times, `2025-07-05 15:11:14` or `2025-07-05T15:12:14Z`, to milliseconds since 1970; `undefined` if the time
 * is malformed. The API does not document the time zone of the first form.
 */
export function parseTime(text: string, timeZone: string): number | undefined {
  const [, date, time, zone = timeZone] = TIME.exec(text) ?? [];
  if (date === undefined || time === undefined) return undefined;
  const ms = Date.parse(`${date}T${time}${zone}`);
  return Number.isNaN(ms) ? undefined : ms;
}

/** Whether a time includes its zone. */
export function hasZone(text: string): boolean {
  return TIME.exec(text)?.[3] !== undefined;
}
