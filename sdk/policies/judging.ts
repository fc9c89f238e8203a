import type {
  ReportViolation,
  ResourceValidation,
  ResourceValidationArgs,
} from "@pulumi/policy";
import {
  type Expectations,
  type Judged,
  type Unmet,
  unmetExpectations,
} from "../../provider/detections/index.js";
import { isDetectionType, isRunType } from "../typeTokens.js";

/** The properties that all policies share. */
export const COMMON = {
  enforcementLevel: "mandatory",
  severity: "high",
  url: "https://support.huaweicloud.com/intl/en-us/api-dc/ShowVifPeerDetection.html",
} as const;

/** Compares type tokens: before 1.20, the policy SDK's `isType` passes our class something that is not a resource. */
export function isDetection({ type }: { readonly type: string }): boolean {
  return isDetectionType(type);
}

/** Whether a resource of the stack has a result. At the end of an update, runs have one too. */
export function holdsResult({ type }: { readonly type: string }): boolean {
  return isDetectionType(type) || isRunType(type);
}

/** What a policy expects of a detection. */
export interface Question {
  /** The expectation that the policy checks. Its sentence also covers a detection that is not complete. */
  readonly expectation: Unmet["expectation"];
  readonly expectations: Expectations;
  readonly timeZone?: string;
}

/** The violation to report, if the detection does not meet the expectations. */
export function violation(
  detection: Judged,
  { expectation, expectations, timeZone = "Z" }: Question,
): string | undefined {
  const unmet = unmetExpectations(detection, expectations, {
    now: Date.now(),
    timeZone,
  });
  const own = unmet.find((one) => one.expectation === expectation) ?? unmet[0];
  return own?.sentence;
}

/** Checks each detection of the program. */
export function judging(
  ask: (args: ResourceValidationArgs, report: ReportViolation) => Question,
): ResourceValidation {
  return (args, report) => {
    if (!isDetection(args)) return;
    const question = ask(args, report);
    // These are the results of `check`, not the program's arguments. Reading a value that is not known yet throws, and the
    // SDK reports that the policy can't run in the preview.
    const detection: Partial<Judged> = args.props;
    if (!wasRead(detection)) {
      throwIfUnknown(args.provider);
      report("there is no detection to judge: see the error of the resource");
      return;
    }
    const sentence = violation(detection, question);
    if (sentence !== undefined) report(sentence);
  };
}

/**
 * A preview reads nothing with a provider whose arguments are not known yet. Reading the outputs throws, and the SDK reports
 * that the policy can't run in the preview.
 */
export function throwIfUnknown(provider: ResourceValidationArgs["provider"]) {
  Object.values(provider?.props ?? {});
}

/** Policies also see a resource whose `check` failed. */
function wasRead(detection: Partial<Judged>): detection is Judged {
  return detection.status !== undefined;
}
