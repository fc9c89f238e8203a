import * as pulumi from "@pulumi/pulumi";
import * as dc from "pulumi-huaweicloud-dc";
import { Route } from "./route";

const config = new pulumi.Config();

// A line that does not meet the expectation fails the preview before anything changes, and the update before anything
// that depends on it changes.
const line = new dc.VifPeerDetection("line", {
  detectionId:
    config.get("detectionId") ?? "3284c6e2-a803-4108-8496-ed3f150697d6",
  waitForCompletion: { timeout: "5m" },
  expect: { maxLossRatio: config.getNumber("maxLossRatio") ?? 1 },
});

const route = new Route("route", { peer: line.vifPeerId });

export const announced = route.peer;
