import * as v from "valibot";

export type DetectionStatus = "processing" | "complete" | "error";

/** A connectivity detection task, as the API's fields say; what is absent is `null`. */
export interface Detection {
  readonly detectionId: string;
  readonly vifPeerId: string;
  readonly projectId: string | null;
  readonly domainId: string | null;
  readonly startTime: string | null;
  readonly endTime: string | null;
  readonly status: DetectionStatus;
  readonly lossRatio: number | null;
  /** Of the answer that told it. */
  readonly requestId: string | null;
}

const Text = v.pipe(v.string(), v.minLength(1));
const OptionalText = v.pipe(
  v.nullish(v.string(), ""),
  v.transform((text) => text || null),
);

/** The fields that we use; others pass, since the API may grow. */
const VifPeerDetection = v.pipe(
  v.looseObject({
    id: Text,
    vif_peer_id: Text,
    project_id: OptionalText,
    domain_id: OptionalText,
    start_time: OptionalText,
    end_time: OptionalText,
    status: v.picklist(["processing", "complete", "error"]),
    loss_ratio: v.nullish(v.pipe(v.number(), v.minValue(0), v.maxValue(100))),
  }),
  v.transform((task): Omit<Detection, "requestId"> => ({
    detectionId: task.id,
    vifPeerId: task.vif_peer_id,
    projectId: task.project_id,
    domainId: task.domain_id,
    startTime: task.start_time,
    endTime: task.end_time,
    status: task.status,
    // A running task reports 0, which nobody may take for a healthy line.
    lossRatio: task.status === "complete" ? (task.loss_ratio ?? null) : null,
  })),
);

export const ShowVifPeerDetectionResponse = v.looseObject({
  request_id: OptionalText,
  vif_peer_detection: VifPeerDetection,
});

export const ListVifPeerDetectionsResponse = v.looseObject({
  request_id: OptionalText,
  vif_peer_detections: v.array(VifPeerDetection),
  page_info: v.nullish(v.looseObject({ next_marker: OptionalText })),
});
