import { PolicyPack } from "@pulumi/policy";
import { vifPeerDetectionPolicies } from "pulumi-huaweicloud-dc/policy";

// Add policies of your own to the list, or pick single ones, such as vifPeerDetectionLossRatio({ maxLossRatio: 1 }).
new PolicyPack("line", {
  policies: [...vifPeerDetectionPolicies({ maxLossRatio: 1 })],
});
