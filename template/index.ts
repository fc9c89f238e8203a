import * as pulumi from "@pulumi/pulumi";
import * as dc from "pulumi-huaweicloud-dc";

const config = new pulumi.Config();

// The newest detection of the peer. A bad line fails the preview, and the update before anything that depends on it.
// Credentials: pulumi config set huaweicloud:accessKey …; pulumi config set --secret huaweicloud:secretKey
const line = new dc.VifPeerDetection("line", {
  vifPeerId: config.require("vifPeerId"),
  waitForCompletion: true,
  expect: { maxLossRatio: 1, maxAge: "24h" },
});

// Make what needs the line depend on it: new SomeResource("…", { … }, { dependsOn: line });

export const status = line.status;
export const lossRatio = line.lossRatio; // percent; null unless the status is "complete"
