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
import { DETECTION_TYPE, RUN_TYPE } from "../typeTokens.js";

/** What all policies have in common. */
export const COMMON = {
  enforcementLevel: "mandatory",
  severity: "high",
  url: "https://support.huaweicloud.com/intl/en-us/api-dc/ShowVifPeerDetection.html",
} as const;

/** By the token, as policy SDKs before 1.20 do not: they ask the class about something that is no resource. */
export function isDetection({ type }: { readonly type: string }): boolean {
  return type === DETECTION_TYPE;
}

/** Whether a resource of the stack holds a result: at the end of an update, a run does too. */
export function holdsResult({ type }: { readonly type: string }): boolean {
  return type === DETECTION_TYPE || type === RUN_TYPE;
}

/** What a policy asks of a detection. */
export interface Question {
  /** The one that the policy is for: its sentence says also that the detection is not complete. */
  readonly expectation: Unmet["expectation"];
  readonly expectations: Expectations;
  readonly timeZone?: string;
}

/** What is to be reported of a detection, if it does not meet what is asked. */
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

/** Holds each detection of the program against what is asked of it. */
export function judging(
  ask: (args: ResourceValidationArgs, report: ReportViolation) => Question,
): ResourceValidation {
  return (args, report) => {
    if (!isDetection(args)) return;
    const question = ask(args, report);
    // Not the program's arguments but what `check` made of them. Reading a value that is not known yet throws, and the
    // SDK says that the policy can't run in the preview.
    const detection: Partial<Judged> = args.props;
    if (!wasRead(detection)) {
      report("there is no detection to judge: see the error of the resource");
      return;
    }
    const sentence = violation(detection, question);
    if (sentence !== undefined) report(sentence);
  };
}

/** The engine shows policies a resource whose `check` has failed, too. */
function wasRead(detection: Partial<Judged>): detection is Judged {
  return detection.status !== undefined;
}
