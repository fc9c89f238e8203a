import {
  PolicyPack,
  type ResourceValidationPolicy,
  validateResourceOfType,
} from "@pulumi/policy";
import * as dc from "pulumi-huaweicloud-dc";
import { vifPeerDetectionPolicies } from "pulumi-huaweicloud-dc/policy";

const REGION = "cn-north-4";

/** Our own rule. `line` has the nine outputs of a detection, which the preview already knows. */
const lineRegion: ResourceValidationPolicy = {
  name: "line-region",
  description: `Only lines in ${REGION} may carry production.`,
  enforcementLevel: "mandatory",
  validateResource: validateResourceOfType(
    dc.VifPeerDetection,
    (line, _args, reportViolation) => {
      if (line.region !== REGION) {
        reportViolation(
          `the line of peer ${line.vifPeerId} is in ${line.region}`,
        );
      }
    },
  ),
};

// To use only some of the policies, call their functions, such as vifPeerDetectionLossRatio({ maxLossRatio: 1 }).
new PolicyPack("line", {
  policies: [...vifPeerDetectionPolicies({ maxLossRatio: 1 }), lineRegion],
});
