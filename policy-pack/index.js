// A ready-made policy pack that only needs a configuration file: see the README, "In a policy pack".
const { PolicyPack } = require("@pulumi/policy");
const { vifPeerDetectionPolicies } = require("../dist/sdk/policies/index.js");

new PolicyPack("pulumi-huaweicloud-dc", {
  policies: vifPeerDetectionPolicies(),
});
