import * as pulumi from "@pulumi/pulumi";
import * as dc from "pulumi-huaweicloud-dc";
import { Route } from "./route";

const config = new pulumi.Config();

// The update starts a detection, waits until it has ended and judges it. A preview starts nothing.
const run = new dc.VifPeerDetectionRun(
  "line",
  {
    vifPeerId:
      config.get("vifPeerId") ?? "1158951c-a6f1-40a0-af88-632817fd24ac",
    triggers: [config.get("commit") ?? "none"],
    remeasure: { olderThan: "1h" },
    expect: { maxLossRatio: config.getNumber("maxLossRatio") ?? 1 },
  },
  { customTimeouts: { create: "10m", update: "10m" } },
);

const route = new Route(
  "to-datacentre",
  { peer: run.vifPeerId },
  { dependsOn: run },
);

export const lossRatio = run.lossRatio;
export const announced = route.peer;
