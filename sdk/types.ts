import type * as pulumi from "@pulumi/pulumi";

/**
 * - `processing`: the task runs; its loss ratio is not known yet
 * - `complete`: the task has ended and has a loss ratio
 * - `error`: the task has failed
 */
export type DetectionStatus = "processing" | "complete" | "error";

/** What a deployment asks of a line. A task that runs, has failed or has no loss ratio meets no expectation. */
export interface VifPeerDetectionExpectations {
  /** The highest loss ratio that is good enough, in percent, 0 to 100. Default: any. */
  readonly maxLossRatio?: pulumi.Input<number>;
  /** How long ago the task may have ended, as a duration such as `30m` or `24h`. Default: any time. */
  readonly maxAge?: pulumi.Input<string>;
}

/** What a `VifPeerDetection` asks of a line. */
export interface VifPeerDetectionGate extends VifPeerDetectionExpectations {
  /**
   * The newest so many detections of the peer must each meet the rest, 1 to 100, so that one lucky measurement does not open
   * the gate. Only with `vifPeerId` alone. Default: the newest one.
   */
  readonly consecutive?: pulumi.Input<number>;
  /** How long ago each of those may have ended, as a duration such as `6h`. Default: any time. */
  readonly within?: pulumi.Input<string>;
}

/** How to wait for a task that is still running. */
export interface WaitForCompletion {
  /** How long to wait at most, as a duration such as `90s` or `5m`. Default: `5m`. */
  readonly timeout?: pulumi.Input<string | undefined>;
  /** How long to wait between two looks at the task. Default: `5s`. */
  readonly interval?: pulumi.Input<string | undefined>;
}

/** Names a detection by its own id. */
export interface VifPeerDetectionByDetectionId {
  /** The id of a detection, 36 characters. Changing it is a replacement. */
  readonly detectionId: pulumi.Input<string>;
  /** The peer that the detection must belong to. Default: any. */
  readonly vifPeerId?: pulumi.Input<string | undefined>;
}

/** Names the newest detection of a peer, by start time. */
export interface VifPeerDetectionByVifPeerId {
  /** The id of a virtual interface peer, 36 characters. */
  readonly vifPeerId: pulumi.Input<string>;
  /** Reads this detection instead of the newest; it must belong to the peer. Default: the newest. */
  readonly detectionId?: pulumi.Input<string | undefined>;
}

/** What `getVifPeerDetectionOutput` takes besides the ids. */
export interface GetVifPeerDetectionCommonArgs {
  /** The region of the line, such as `cn-north-4`. Default: the setting `huaweicloud:region`. */
  readonly region?: pulumi.Input<string | undefined>;
  /** The project of the line, 32 hexadecimal characters. Default: the setting `huaweicloud:projectId`, else the region's own. */
  readonly projectId?: pulumi.Input<string | undefined>;
  /**
   * Waits in an update until a running task has ended; `true` for 5 minutes, looking every 5 seconds. A preview does not
   * wait: what the task will end with is unknown there. Not saved. Default: `false`.
   */
  readonly waitForCompletion?: pulumi.Input<
    boolean | WaitForCompletion | undefined
  >;
}

/** What a `VifPeerDetection` takes besides the ids; for the arguments of a component, which can extend it. */
export interface VifPeerDetectionCommonArgs extends GetVifPeerDetectionCommonArgs {
  /**
   * Fails the preview and the update unless the task meets this; `{}` asks for a complete task. Not saved.
   * `HUAWEICLOUD_DC_GATE=warn` in the environment turns what is not met into warnings. Default: asks for nothing.
   */
  readonly expect?: pulumi.Input<VifPeerDetectionGate | undefined>;
}

/**
 * The arguments of a `VifPeerDetection`. One of `detectionId` and `vifPeerId` is required and must not be `undefined`:
 * with `config.get`, which may return nothing, use `config.require`, or give the other id too.
 */
export type VifPeerDetectionArgs = VifPeerDetectionCommonArgs &
  (VifPeerDetectionByVifPeerId | VifPeerDetectionByDetectionId);

/** Where `VifPeerDetection.get` looks for the task. */
export interface VifPeerDetectionState {
  /** Default: the setting `huaweicloud:region`. */
  readonly region?: pulumi.Input<string | undefined>;
  /** Default: the setting `huaweicloud:projectId`, else the region's own. */
  readonly projectId?: pulumi.Input<string | undefined>;
}

/** What is known of a detection: the outputs of a `VifPeerDetection` as policies see them, and most of a function's result. */
export interface VifPeerDetectionOutputs {
  /** The id of the task. */
  readonly detectionId: string;
  /** The id of the virtual interface peer that the task pings. */
  readonly vifPeerId: string;
  /** The project in which the task was looked up. */
  readonly projectId: string;
  /** The account (domain) of the task; `null` if the service leaves it out. */
  readonly domainId: string | null;
  /** The region in which the task was looked up. */
  readonly region: string;
  /** As the API writes it: `2025-07-05 15:11:14`, in a zone that it does not name. */
  readonly startTime: string | null;
  /** Likewise; `null` while the task runs. */
  readonly endTime: string | null;
  /** How far the task is: test it before `lossRatio`. */
  readonly status: DetectionStatus;
  /** In percent, 0 to 100; `null` unless `status` is `complete`. */
  readonly lossRatio: number | null;
}

/** A detection, as `getVifPeerDetection` reads it. */
export interface GetVifPeerDetectionResult extends VifPeerDetectionOutputs {
  /** Of the request that told it; for Huawei Cloud's support. */
  readonly requestId: string | null;
}

/** What `unmetExpectations` judges: a function's result, or as much of the outputs. `maxAge` needs `endTime`. */
export type JudgedDetection = Pick<
  VifPeerDetectionOutputs,
  "detectionId" | "vifPeerId" | "status" | "lossRatio"
> &
  Partial<Pick<VifPeerDetectionOutputs, "startTime" | "endTime">>;

/** How `unmetExpectations` reckons the age of a detection. */
export interface UnmetExpectationsOptions {
  /** The zone of times that name none, such as `+08:00`. Default: the setting `huaweicloud:timeZone`, else UTC. */
  readonly timeZone?: string | undefined;
  /** What is now. Default: the time of this machine. */
  readonly now?: Date | undefined;
}

/** An expectation that a detection does not meet. */
export interface UnmetExpectation {
  /** Which one: a limit by its name, or that the detection is complete and has a loss ratio, which is always expected. */
  readonly expectation: "complete" | "maxLossRatio" | "maxAge";
  /** What was observed and what is allowed, with the detection and its peer; its wording may change. */
  readonly message: string;
}

/** The detection tasks of a project. */
export interface GetVifPeerDetectionsResult {
  /** Newest first, by start time. */
  readonly vifPeerDetections: GetVifPeerDetectionResult[];
}

/** The arguments of `getVifPeerDetectionOutput`. One of `detectionId` and `vifPeerId` is required. */
export type GetVifPeerDetectionOutputArgs = GetVifPeerDetectionCommonArgs &
  (VifPeerDetectionByVifPeerId | VifPeerDetectionByDetectionId);

/** The arguments of `getVifPeerDetectionsOutput`. */
export interface GetVifPeerDetectionsOutputArgs {
  /** Only tasks of this peer. Default: of all peers. */
  readonly vifPeerId?: pulumi.Input<string | undefined>;
  /** Only tasks with this status. Default: with any. */
  readonly status?: pulumi.Input<DetectionStatus | undefined>;
  /** Default: the setting `huaweicloud:region`. */
  readonly region?: pulumi.Input<string | undefined>;
  /** Default: the setting `huaweicloud:projectId`, else the region's own. */
  readonly projectId?: pulumi.Input<string | undefined>;
}

/** The arguments of `getVifPeerDetection`: `detectionId` or `vifPeerId`, and the rest as for the resource. */
export type GetVifPeerDetectionArgs =
  pulumi.Unwrap<GetVifPeerDetectionOutputArgs>;

/** The arguments of `getVifPeerDetections`. */
export type GetVifPeerDetectionsArgs =
  pulumi.Unwrap<GetVifPeerDetectionsOutputArgs>;
