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
  readonly maxLossRatio?: pulumi.Input<number | undefined>;
  /** How long ago the task may have ended, as a duration such as `30m` or `24h`. Default: any time. */
  readonly maxAge?: pulumi.Input<string | undefined>;
}

/** How to wait for a task that is still running. */
export interface WaitForCompletion {
  /** How long to wait at most, as a duration such as `90s` or `5m`. Default: `5m`. */
  readonly timeout?: pulumi.Input<string | undefined>;
  /** How long to wait between two looks at the task. Default: `5s`. */
  readonly interval?: pulumi.Input<string | undefined>;
}

/** What to look up, how to wait for it, and what to ask of it: `detectionId` or `vifPeerId` is required. */
export interface VifPeerDetectionArgs {
  /** The id of a detection task, 36 characters. Changing it is a replacement. */
  readonly detectionId?: pulumi.Input<string | undefined>;
  /**
   * The id of a virtual interface peer, 36 characters: reads its newest task, by start time. With `detectionId` too,
   * the task must be of this peer.
   */
  readonly vifPeerId?: pulumi.Input<string | undefined>;
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
  /**
   * Fails the preview and the update unless the task meets this; `{}` asks for a complete task. Not saved.
   * `HUAWEICLOUD_DC_GATE=warn` in the environment turns what is not met into warnings. Default: asks for nothing.
   */
  readonly expect?: pulumi.Input<VifPeerDetectionExpectations | undefined>;
}

/** Where `VifPeerDetection.get` looks for the task. */
export interface VifPeerDetectionState {
  /** Default: the setting `huaweicloud:region`. */
  readonly region?: pulumi.Input<string | undefined>;
  /** Default: the setting `huaweicloud:projectId`, else the region's own. */
  readonly projectId?: pulumi.Input<string | undefined>;
}

/** A detection task. */
export interface GetVifPeerDetectionResult {
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
  /** Of the request that told it; for Huawei Cloud's support. */
  readonly requestId: string | null;
}

/** The detection tasks of a project. */
export interface GetVifPeerDetectionsResult {
  /** Newest first, by start time. */
  readonly vifPeerDetections: GetVifPeerDetectionResult[];
}

/** The arguments of `getVifPeerDetectionOutput`. */
export type GetVifPeerDetectionOutputArgs = Omit<
  VifPeerDetectionArgs,
  "expect"
>;

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
