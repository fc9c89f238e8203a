import type { ResourceValidationPolicy } from "@pulumi/policy";
import { Configuration } from "./configuration.js";
import { COMMON, judging } from "./judging.js";

/**
 * `vif-peer-detection-complete`: each detection has ended without an error and has a loss ratio. It has no configuration.
 */
export function vifPeerDetectionComplete(): ResourceValidationPolicy {
  const configuration = new Configuration({}, {});
  return {
    ...COMMON,
    name: "vif-peer-detection-complete",
    displayName: "Direct Connect detection is complete",
    description:
      "A connectivity detection must be complete and have a loss ratio.",
    remediationSteps:
      "Wait until the detection has ended (set waitForCompletion on the resource), or start a new one if it failed.",
    configSchema: configuration.schema,
    validateResource: judging((args, report) => {
      configuration.read(args, report);
      return { expectation: "complete", expectations: {} };
    }),
  };
}
