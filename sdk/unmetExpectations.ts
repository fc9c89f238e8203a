import * as pulumi from "@pulumi/pulumi";
import {
  type Judged,
  limitsOf,
  parseDuration,
  TIME_ZONE,
  unmetExpectations as unmetBy,
} from "../provider/detections/index.js";
import type {
  JudgedDetection,
  UnmetExpectation,
  UnmetExpectationsOptions,
  VifPeerDetectionExpectations,
} from "./types.js";

/**
 * Checks a detection against expectations, as the resource's `expect` does. Use it for the result of a function, for values in
 * an `apply`, and in your own policies.
 *
 * ```ts
 * const detection = await dc.getVifPeerDetection({ vifPeerId });
 * const unmet = dc.unmetExpectations(detection, { maxLossRatio: 1, maxAge: "1h" });
 * if (unmet.length > 0) throw new Error(unmet.map(({ message }) => message).join("\n"));
 * ```
 *
 * A detection that is missing, is not complete or lacks a field does not meet any expectation. Throws if a limit is set but
 * empty or malformed, and if the detection or a limit is an output or a promise.
 *
 * @param detection from a function, an `apply` or a policy
 * @param expectations `{}` expects a complete detection
 * @param options how to calculate ages
 */
export function unmetExpectations(
  detection: JudgedDetection,
  expectations: pulumi.Unwrap<VifPeerDetectionExpectations>,
  options: UnmetExpectationsOptions = {},
): UnmetExpectation[] {
  const limits = checkedLimits(expectations);
  const reference = checkedReference(options);
  const known: unknown = detection;
  if (isPending(known)) {
    throw new pulumi.RunError(
      "unmetExpectations can't check an output or a promise: call it inside the output's apply, or await the promise",
    );
  }
  const missing = whatIsMissing(known);
  if (missing !== undefined) {
    return [{ expectation: "complete", message: missing }];
  }
  return unmetBy(detection as Judged, limits, reference).map(
    ({ expectation, sentence }) => ({ expectation, message: sentence }),
  );
}

/** Fails closed: an empty limit must not pass as a limit that is met. */
const LIMITS: Record<
  keyof VifPeerDetectionExpectations,
  (limit: unknown) => string | undefined
> = {
  maxLossRatio: (limit) =>
    typeof limit === "number" && limit >= 0 && limit <= 100
      ? undefined
      : "a percentage from 0 to 100",
  maxAge: (limit) => {
    try {
      if (typeof limit !== "string") throw new TypeError();
      parseDuration(limit);
      return undefined;
    } catch {
      return "a duration such as 30s, 5m or 1h30m";
    }
  },
};

function checkedLimits(
  expectations: unknown,
): pulumi.Unwrap<VifPeerDetectionExpectations> {
  const limits =
    typeof expectations === "object" &&
    expectations !== null &&
    !isPending(expectations)
      ? limitsOf(expectations)
      : undefined;
  if (!limits) {
    throw new pulumi.RunError(
      `the expectations should be an object such as { maxLossRatio: 1 }, not ${show(expectations)}`,
    );
  }
  for (const [name, limit] of Object.entries(limits)) {
    if (!Object.hasOwn(LIMITS, name)) {
      throw new pulumi.RunError(
        `${name} is not an expectation: use maxLossRatio or maxAge`,
      );
    }
    const expected = LIMITS[name as keyof typeof LIMITS](limit);
    if (expected !== undefined) {
      throw new pulumi.RunError(
        `${name} is ${show(limit)}, but should be ${expected}; to allow any value, omit it`,
      );
    }
  }
  return limits;
}

function checkedReference({
  timeZone = new pulumi.Config("huaweicloud").get("timeZone") ?? "Z",
  now = new Date(),
}: UnmetExpectationsOptions) {
  if (!TIME_ZONE.test(timeZone)) {
    throw new pulumi.RunError(
      `timeZone is ${show(timeZone)}, but should be Z or an offset such as +08:00`,
    );
  }
  if (Number.isNaN(now.getTime())) {
    throw new pulumi.RunError(
      `now is ${show(now)}, but should be a valid date`,
    );
  }
  return { timeZone, now: now.getTime() };
}

/** Why a value is not a detection, worded as an unmet expectation. */
function whatIsMissing(detection: unknown): string | undefined {
  if (typeof detection !== "object" || detection === null) {
    return `there is no detection to judge, only ${show(detection)}`;
  }
  const { detectionId, vifPeerId, status, lossRatio } =
    detection as Partial<JudgedDetection>;
  for (const [name, value] of Object.entries({
    detectionId,
    vifPeerId,
    status,
  })) {
    if (typeof value !== "string") {
      return `there is no detection to judge: its ${name} is ${show(value)}`;
    }
  }
  if (typeof lossRatio === "number" && !(lossRatio >= 0 && lossRatio <= 100)) {
    return `there is no detection to judge: its lossRatio is ${show(lossRatio)}`;
  }
  return undefined;
}

/** An output has a property for every name, so it would pass as any object. */
function isPending(value: unknown): boolean {
  return pulumi.Output.isInstance(value) || value instanceof Promise;
}

function show(value: unknown): string {
  if (isPending(value)) return "an output or a promise";
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}
