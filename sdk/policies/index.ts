import type { Policies } from "@pulumi/policy";
import { vifPeerDetectionComplete } from "./complete.js";
import {
  vifPeerDetectionFresh,
  type VifPeerDetectionFreshOptions,
} from "./fresh.js";
import {
  vifPeerDetectionLossRatio,
  type VifPeerDetectionLossRatioOptions,
} from "./lossRatio.js";
import {
  vifPeerDetectionRequired,
  type VifPeerDetectionRequiredOptions,
} from "./required.js";
import {
  vifPeerDetectionStable,
  type VifPeerDetectionStableOptions,
} from "./stable.js";

export * from "./complete.js";
export * from "./fresh.js";
export * from "./lossRatio.js";
export * from "./required.js";
export * from "./stable.js";

/** The options of all policies. Each is also a configuration property of the same name. */
export type VifPeerDetectionPolicyOptions = VifPeerDetectionLossRatioOptions &
  VifPeerDetectionFreshOptions &
  VifPeerDetectionRequiredOptions &
  VifPeerDetectionStableOptions;

/**
 * All policies, each mandatory:
 *
 * ```ts
 * new PolicyPack("line", { policies: vifPeerDetectionPolicies({ maxLossRatio: 1 }) });
 * ```
 *
 * @param options the defaults of the configuration; a `--policy-pack-config` file overrides them
 */
export function vifPeerDetectionPolicies(
  options: VifPeerDetectionPolicyOptions = {},
): Policies {
  return [
    vifPeerDetectionComplete(),
    vifPeerDetectionLossRatio(options),
    vifPeerDetectionFresh(options),
    vifPeerDetectionRequired(options),
    vifPeerDetectionStable(options),
  ];
}
