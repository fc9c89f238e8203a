import { formatDuration, parseDuration } from "../huaweicloud/duration.js";
import { parseTime } from "../huaweicloud/time.js";

/** What a deployment may ask of a line. That the detection is complete and has a loss ratio is always asked. */
export interface Expectations {
  /** The highest loss ratio that is good enough, in percent, 0 to 100. */
  readonly maxLossRatio?: number | undefined;
  /** How long ago the detection may have ended, as a duration such as `1h`. */
  readonly maxAge?: string | undefined;
}

/** What is judged: a detection, as a resource or a policy sees it. */
export interface Judged {
  readonly detectionId: string;
  readonly vifPeerId: string;
  readonly startTime?: string | null;
  readonly endTime?: string | null;
  readonly status: string;
  readonly lossRatio?: number | null;
}

export interface Unmet {
  readonly expectation: "complete" | keyof Expectations;
  /** What was observed and what is allowed. */
  readonly finding: string;
  /** Likewise, with the detection, its peer and its time. */
  readonly sentence: string;
}

export interface AgeContext {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** The zone of times that name none, such as `+08:00`. */
  readonly timeZone: string;
}

/** The clocks of this machine and of the service may differ by that much. */
const CLOCK_ERROR_MS = 5 * 60_000;

/**
 * All expectations that a detection does not meet, in this order: complete, maxLossRatio, maxAge. The status decides
 * first: a loss ratio counts only where the detection is complete, since a running one reports 0.
 */
export function unmetExpectations(
  detection: Judged,
  { maxLossRatio, maxAge }: Expectations,
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
    judge("maxLossRatio", lossy(detection, maxLossRatio));
  }
  if (maxAge !== undefined) judge("maxAge", stale(detection, maxAge, context));
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

function lossy(detection: Judged, max: number): string | undefined {
  const { status, lossRatio } = detection;
  const limit = `at most ${String(max)} % is allowed`;
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
  { now, timeZone }: AgeContext,
): string | undefined {
  const limit = `it may have ended ${maxAge} ago at most`;
  if (status !== "complete") {
    return `the detection has not completed (status "${status}"), ${limit}`;
  }
  if (endTime == null) return `the detection has no end time, ${limit}`;
  const ended = parseTime(endTime, timeZone);
  if (ended === undefined) {
    return `the end time "${endTime}" is not a time, ${limit}`;
  }
  const age = now - ended;
  if (age < -CLOCK_ERROR_MS) {
    return `the end time ${endTime} is ${formatDuration(-age)} in the future, so the age is not known, ${limit}; if the service writes local times, set huaweicloud:timeZone, or the policy's timeZone (now ${timeZone})`;
  }
  return age <= parseDuration(maxAge)
    ? undefined
    : `the detection ended ${formatDuration(age)} ago, ${limit}`;
}

function identify(detection: Judged): string {
  const { detectionId, vifPeerId, startTime, endTime } = detection;
  const time =
    endTime != null
      ? `ended ${endTime}`
      : startTime != null
        ? `started ${startTime}`
        : "without a time";
  return `detection ${detectionId} of peer ${vifPeerId}, ${time}`;
}
