import * as pulumi from "@pulumi/pulumi";
import * as dc from "pulumi-huaweicloud-dc";

const config = new pulumi.Config();

// The detection of the API's own example, unless the config names another one.
const line = new dc.VifPeerDetection("line", {
  detectionId:
    config.get("detectionId") ?? "3284c6e2-a803-4108-8496-ed3f150697d6",
});

export const status = line.status;
export const lossRatio = line.lossRatio;

// Test the status first: unless the detection is complete, there is no loss ratio, and in JavaScript `null <= 1` is true.
export const healthy = pulumi
  .all([line.status, line.lossRatio])
  .apply(
    ([status, lossRatio]) =>
      status === "complete" && lossRatio !== null && lossRatio <= 1,
  );
