import type { Policies } from "@pulumi/policy";
import type { VifPeerDetectionPolicyOptions } from "./policy/configuration.js";
import {
  vifPeerDetectionComplete,
  vifPeerDetectionFresh,
  vifPeerDetectionLossRatio,
} from "./policy/detection.js";
import { vifPeerDetectionRequired } from "./policy/required.js";

export type { VifPeerDetectionPolicyOptions };
export {
  vifPeerDetectionComplete,
  vifPeerDetectionFresh,
  vifPeerDetectionLossRatio,
  vifPeerDetectionRequired,
};

/**
 * All four policies, each of them mandatory:
 *
 * ```ts
 * new PolicyPack("line", { policies: vifPeerDetectionPolicies({ maxLossRatio: 1 }) });
 * ```
 *
 * @param options the defaults of their configuration; what a `--policy-pack-config` file says wins
 */
export function vifPeerDetectionPolicies(
  options: VifPeerDetectionPolicyOptions = {},
): Policies {
  return [
    vifPeerDetectionComplete(),
    vifPeerDetectionLossRatio(options),
    vifPeerDetectionFresh(options),
    vifPeerDetectionRequired(options),
  ];
}
