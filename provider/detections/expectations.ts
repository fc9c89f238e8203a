import {
  formatDuration,
  hasZone,
  MAX_BEHIND_UTC_MS,
  parseDuration,
  parseTime,
} from "../units/index.js";

/** What a deployment expects of a line, in addition to a complete detection with a loss ratio. */
export interface Expectations {
  /** The highest loss ratio allowed, in percent, from 0 to 100. */
  readonly maxLossRatio?: number | undefined;
  /** How long ago the detection may have ended, as a duration such as `1h`. */
  readonly maxAge?: string | undefined;
  /** Whether messages must not show the limits. */
  readonly isSecret?: boolean | undefined;
}

/** A detection, as a resource or a policy sees it. */
export interface Judged {
  readonly detectionId: string;
  readonly vifPeerId: string;
  readonly startTime?: string | null;
  readonly endTime?: string | null;
  readonly status: string;
  readonly lossRatio?: number | null;
}

export interface Unmet {
  readonly expectation: "complete" | "maxLossRatio" | "maxAge";
  /** What was observed and what is allowed. */
  readonly finding: string;
  /** The same, with the detection, its peer and its time. */
  readonly sentence: string;
}

export interface AgeContext {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** The time zone of times that don't include one, such as `+08:00`. */
  readonly timeZone: string;
}

/** How much the clocks of this machine and the service may differ. */
export const CLOCK_ERROR_MS = 5 * 60_000;
/** Shown instead of a secret limit. */
export const SECRET_LIMIT = "[secret]";

/**
 * All expectations that a detection does not meet, in this order: complete, maxLossRatio, maxAge. The loss ratio counts only
 * if the detection is complete, since a running one reports 0.
 */
export function unmetExpectations(
  detection: Judged,
  { maxLossRatio, maxAge, isSecret }: Expectations,
  context: AgeContext,
): Unmet[] {
  const unmet: Unmet[] = [];
  const judge = (
    expectation: Unmet["expectation"],
    finding: string | undefined,
  ) => {
    if (finding === undefined) return;
    unmet.push({
      expectation,
      finding,
      sentence: `${finding} (${identify(detection)})`,
    });
  };
  judge("complete", incomplete(detection));
  if (maxLossRatio !== undefined) {
    const shown = isSecret ? SECRET_LIMIT : `${String(maxLossRatio)} %`;
    judge("maxLossRatio", lossy(detection, maxLossRatio, shown));
  }
  if (maxAge !== undefined) {
    const shown = isSecret ? SECRET_LIMIT : maxAge;
    judge("maxAge", stale(detection, maxAge, shown, context));
  }
  return unmet;
}

const NEXT_STEPS: Readonly<Record<string, string>> = {
  processing: ": set waitForCompletion, or deploy again once it has ended",
  error: ": start another detection",
};

function incomplete({ status, lossRatio }: Judged): string | undefined {
  if (status !== "complete") {
    return `the status is "${status}", it must be "complete"${NEXT_STEPS[status] ?? ""}`;
  }
  return typeof lossRatio === "number"
    ? undefined
    : "the detection is complete but has no loss ratio: start another one";
}

function lossy(
  { status, lossRatio }: Judged,
  max: number,
  shown: string,
): string | undefined {
  const limit = `at most ${shown} is allowed`;
  if (status !== "complete" || typeof lossRatio !== "number") {
    return `there is no loss ratio (status "${status}"), ${limit}`;
  }
  return lossRatio <= max
    ? undefined
    : `the loss ratio is ${String(lossRatio)} %, ${limit}`;
}

function stale(
  { status, endTime }: Judged,
  maxAge: string,
  shown: string,
  { now, timeZone }: AgeContext,
): string | undefined {
  const limit = `it must have ended within the last ${shown}`;
  const must = `the detection must have ended within the last ${shown}`;
  if (status !== "complete") {
    return `the detection has not completed (status "${status}"), ${limit}`;
  }
  if (endTime == null) return `the detection has no end time, ${limit}`;
  const ended = parseTime(endTime, timeZone);
  if (ended === undefined) {
    return `the end time "${endTime}" is not a valid time, but ${must}`;
  }
  const age = now - ended;
  if (age < -CLOCK_ERROR_MS) {
    return `the end time ${endTime} is ${formatDuration(-age)} in the future, but ${must}${hasZone(endTime) ? "" : `; ${zoneHint(timeZone)}`}`;
  }
  const excess = age - parseDuration(maxAge);
  if (excess <= 0) return undefined;
  const mayBeLocal =
    timeZone === "Z" && !hasZone(endTime) && excess <= MAX_BEHIND_UTC_MS;
  return `the detection ended ${formatDuration(age)} ago, ${limit}${mayBeLocal ? `; ${zoneHint(timeZone)}` : ""}`;
}

function zoneHint(timeZone: string): string {
  return `if the service writes local times, set timeZone in the config or in the policy (currently ${timeZone})`;
}

function identify(detection: Judged): string {
  const { detectionId, vifPeerId, startTime, endTime } = detection;
  const time =
    endTime != null
      ? `ended ${endTime}`
      : startTime != null
        ? `started ${startTime}`
        : "time unknown";
  return `detection ${detectionId} of peer ${vifPeerId}, ${time}`;
}
