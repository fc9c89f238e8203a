import * as pulumi from "@pulumi/pulumi";
import * as dc from "pulumi-huaweicloud-dc";
import { Route } from "./route";

const config = new pulumi.Config();

// The policy pack says how good the line must be, for this program and for others.
const line = new dc.VifPeerDetection("line", {
  detectionId:
    config.get("detectionId") ?? "3284c6e2-a803-4108-8496-ed3f150697d6",
});

new Route("route", { peer: line.vifPeerId });

export const status = line.status;
export const lossRatio = line.lossRatio;
