import * as pulumi from "@pulumi/pulumi";
import * as dc from "pulumi-huaweicloud-dc";

const config = new pulumi.Config();
const peers = config.getObject<string[]>("peers") ?? [
  "1158951c-a6f1-40a0-af88-632817fd24ac",
];

// All peers share one listing of the project's detections.
const tables = peers.map(async (vifPeerId) => {
  const { vifPeerDetections } = await dc.getVifPeerDetections({ vifPeerId });
  return [
    vifPeerId,
    vifPeerDetections.map(({ startTime, status, lossRatio }) =>
      [
        startTime ?? "not started",
        status,
        lossRatio === null ? "no loss ratio" : `${String(lossRatio)} % lost`,
      ].join(", "),
    ),
  ] as const;
});

export const health = Promise.all(tables).then((rows) =>
  Object.fromEntries(rows),
);
