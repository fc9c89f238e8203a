import type { ResourceValidationPolicy } from "@pulumi/policy";
import { Configuration, MAX_LOSS_RATIO } from "./configuration.js";
import { COMMON, judging } from "./judging.js";

/** The options of `vif-peer-detection-loss-ratio`. */
export interface VifPeerDetectionLossRatioOptions {
  /** The highest loss ratio allowed, in percent, from 0 to 100. Default: 0. */
  readonly maxLossRatio?: number | undefined;
}

/**
 * `vif-peer-detection-loss-ratio`: each detection is complete and has a loss ratio of at most `maxLossRatio` percent.
 *
 * @param options the defaults of the configuration
 */
export function vifPeerDetectionLossRatio({
  maxLossRatio = 0,
}: VifPeerDetectionLossRatioOptions = {}): ResourceValidationPolicy {
  const configuration = new Configuration(
    { maxLossRatio },
    { maxLossRatio: MAX_LOSS_RATIO },
  );
  return {
    ...COMMON,
    name: "vif-peer-detection-loss-ratio",
    displayName: "Direct Connect loss ratio is low",
    description:
      "The loss ratio of a connectivity detection must not exceed maxLossRatio.",
    remediationSteps:
      "Fix the line, start a new detection and deploy again. The limit is maxLossRatio, in percent.",
    configSchema: configuration.schema,
    validateResource: judging((args, report) => ({
      expectation: "maxLossRatio",
      expectations: configuration.read(args, report),
    })),
  };
}
