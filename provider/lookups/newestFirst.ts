import type { Detection } from "./detection.js";
import { parseTime } from "../units/index.js";

/**
 * Sorts by start time, newest first. Detections without a readable start time come last. If several started together, the worse
 * one comes first.
 */
export function newestFirst<Listed extends Detection>(
  detections: readonly Listed[],
  timeZone: string,
): Listed[] {
  const started = new Map(
    detections.map((one) => [one, startOf(one, timeZone) ?? -Infinity]),
  );
  const start = (one: Listed) => started.get(one) ?? -Infinity;
  return detections.toSorted((a, b) =>
    start(a) === start(b)
      ? worseFirst(a, b, timeZone)
      : start(b) > start(a)
        ? 1
        : -1,
  );
}

/** The start time in milliseconds since 1970; `undefined` if it is missing or malformed. */
export function startOf(
  { startTime }: { readonly startTime: string | null | undefined },
  timeZone: string,
): number | undefined {
  return startTime == null ? undefined : parseTime(startTime, timeZone);
}

const RANKS = { error: 0, processing: 1, complete: 2 };

/**
 * Sorts so that a good detection never hides a bad one that started in the same second: failed, running, without a loss
 * ratio, higher loss ratio, earlier end, and finally the id.
 */
export function worseFirst(
  a: Detection,
  b: Detection,
  timeZone: string,
): number {
  const end = ({ endTime }: Detection) =>
    (endTime === null ? undefined : parseTime(endTime, timeZone)) ?? -Infinity;
  return (
    RANKS[a.status] - RANKS[b.status] ||
    compare(b.lossRatio ?? Infinity, a.lossRatio ?? Infinity) ||
    compare(end(a), end(b)) ||
    compare(a.detectionId, b.detectionId)
  );
}

function compare<Value extends string | number>(a: Value, b: Value): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
