import type {
  ReportViolation,
  ResourceValidation,
  ResourceValidationArgs,
  ResourceValidationPolicy,
} from "@pulumi/policy";
import {
  type Expectations,
  type Judged,
  unmetExpectations,
} from "../../provider/detections/expectations.js";
import { COMMON, isDetection } from "./subject.js";
import {
  Configuration,
  type VifPeerDetectionPolicyOptions,
} from "./configuration.js";

/**
 * `vif-peer-detection-complete`: each detection has ended, without an error, and has a loss ratio.
 * There is nothing to configure.
 */
export function vifPeerDetectionComplete(): ResourceValidationPolicy {
  const configuration = new Configuration({});
  return {
    ...COMMON,
    name: "vif-peer-detection-complete",
    displayName: "Direct Connect detection is complete",
    description:
      "A connectivity detection must be complete and have a loss ratio.",
    remediationSteps:
      "Wait until the task has ended (the resource's waitForCompletion does that), or start a new one if it has failed.",
    configSchema: configuration.schema,
    validateResource: judging((args, report) => {
      configuration.read(args, report);
      return { expectations: {} };
    }),
  };
}

/**
 * `vif-peer-detection-loss-ratio`: each detection is complete, with a loss ratio of at most `maxLossRatio` percent.
 *
 * @param options the defaults of its configuration
 */
export function vifPeerDetectionLossRatio({
  maxLossRatio = 0,
}: Pick<
  VifPeerDetectionPolicyOptions,
  "maxLossRatio"
> = {}): ResourceValidationPolicy {
  const configuration = new Configuration({ maxLossRatio });
  return {
    ...COMMON,
    name: "vif-peer-detection-loss-ratio",
    displayName: "Direct Connect loss ratio is low",
    description:
      "A connectivity detection must not have lost too many packets.",
    remediationSteps:
      "Mend the line, run a new detection and deploy again. What may be lost is maxLossRatio, in percent.",
    configSchema: configuration.schema,
    validateResource: judging((args, report) => ({
      expectations: configuration.read(args, report),
    })),
  };
}

/**
 * `vif-peer-detection-fresh`: each detection is complete and has ended no longer than `maxAge` ago. An end in the future
 * is a violation too, since its age is not known.
 *
 * @param options the defaults of its configuration
 */
export function vifPeerDetectionFresh({
  maxAge = "24h",
  timeZone = "Z",
}: Pick<
  VifPeerDetectionPolicyOptions,
  "maxAge" | "timeZone"
> = {}): ResourceValidationPolicy {
  const configuration = new Configuration({ maxAge, timeZone });
  return {
    ...COMMON,
    name: "vif-peer-detection-fresh",
    displayName: "Direct Connect detection is fresh",
    description: "A connectivity detection must have ended recently.",
    remediationSteps:
      "Run a new detection. If its end is said to be in the future, set timeZone to the zone in which the service writes times.",
    configSchema: configuration.schema,
    validateResource: judging((args, report) => {
      const { maxAge, timeZone } = configuration.read(args, report);
      return { expectations: { maxAge }, timeZone };
    }),
  };
}

/** Holds each detection of the program against what is asked of it. */
function judging(
  ask: (
    args: ResourceValidationArgs,
    report: ReportViolation,
  ) => { expectations: Expectations; timeZone?: string },
): ResourceValidation {
  return (args, report) => {
    if (!isDetection(args)) return;
    const { expectations, timeZone = "Z" } = ask(args, report);
    // Not the program's arguments but what `check` made of them. Reading a value that is not known yet throws, and the
    // SDK says that the policy can't run in the preview.
    const detection: Partial<Judged> = args.props;
    if (!wasRead(detection)) {
      report("there is no detection to judge: see the error of the resource");
      return;
    }
    const unmet = unmetExpectations(detection, expectations, {
      now: Date.now(),
      timeZone,
    });
    // The last one is what the policy is for; before it may be that the task is not complete, which it says as well.
    const last = unmet.at(-1);
    if (last) report(last.sentence);
  };
}

/** The engine shows policies a resource whose `check` has failed, too. */
function wasRead(detection: Partial<Judged>): detection is Judged {
  return detection.status !== undefined;
}
