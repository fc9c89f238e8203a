import type { Policies } from "@pulumi/policy";
import type { VifPeerDetectionPolicyOptions } from "./configuration.js";
import {
  vifPeerDetectionComplete,
  vifPeerDetectionFresh,
  vifPeerDetectionLossRatio,
} from "./detection.js";
import { vifPeerDetectionRequired } from "./required.js";

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
