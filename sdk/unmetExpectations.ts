import * as pulumi from "@pulumi/pulumi";
import {
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
 * Holds a detection against expectations, as a resource's `expect` does; for code that reads detections with functions,
 * for a value in an `apply`, and for rules of your own.
 *
 * ```ts
 * const detection = await dc.getVifPeerDetection({ vifPeerId });
 * const unmet = dc.unmetExpectations(detection, { maxLossRatio: 1, maxAge: "1h" });
 * if (unmet.length > 0) throw new Error(unmet.map(({ message }) => message).join("\n"));
 * ```
 *
 * A detection that is not complete, is missing or lacks a field meets nothing. Throws where a limit is given but empty or
 * malformed, and where the detection or a limit is an output or a promise.
 *
 * @param detection what a function, an `apply` or a policy has
 * @param expectations `{}` asks for a complete detection
 * @param options how to reckon ages
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
  return unmetBy(detection, limits, reference).map(
    ({ expectation, sentence }) => ({ expectation, message: sentence }),
  );
}

/** Judging fails closed: a limit that came out empty is no limit that is met. */
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

/** What keeps a value from being a detection, said as an unmet expectation. */
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

/** Outputs are objects with properties of their own for everything, and would pass for any. */
function isPending(value: unknown): boolean {
  return pulumi.Output.isInstance(value) || value instanceof Promise;
}

function show(value: unknown): string {
  if (isPending(value)) return "an output or a promise";
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}
