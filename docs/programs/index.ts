import * as pulumi from "@pulumi/pulumi";
import * as dc from "pulumi-huaweicloud-dc";

const vifPeerId = "1158951c-a6f1-40a0-af88-632817fd24ac";

// #region VifPeerDetection
const line = new dc.VifPeerDetection("line", {
  vifPeerId: "1158951c-a6f1-40a0-af88-632817fd24ac",
  expect: { maxLossRatio: 1 },
});
// #endregion

// #region VifPeerDetectionRun
const measured = new dc.VifPeerDetectionRun(
  "measured",
  {
    vifPeerId: line.vifPeerId,
    expect: { maxLossRatio: 1 },
    remeasure: { olderThan: "30m" },
  },
  { customTimeouts: { create: "15m", update: "15m" } },
);
// #endregion

// #region Provider
const hub = new dc.Provider("hub", {
  region: "cn-north-4",
  assumeRole: {
    agencyName: "line-reader",
    domainId: "a1b2c3d4e5f60718293a4b5c6d7e8f90",
  },
});

const hubLine = new dc.VifPeerDetection(
  "hubLine",
  { vifPeerId: "2269a62d-b702-51b1-bf90-99743928e5bd" },
  { provider: hub },
);
// #endregion

// #region getVifPeerDetection
const newest = dc.getVifPeerDetectionOutput({ vifPeerId });

export const newestStatus = newest.status;
// #endregion

// #region getVifPeerDetections
const all = dc.getVifPeerDetectionsOutput({ vifPeerId, status: "complete" });

export const count = all.vifPeerDetections.apply((list) => list.length);
// #endregion

export const lossRatio = pulumi.all([line.lossRatio, hubLine.lossRatio]);
export const measuredId = measured.detectionId;
