import type * as pulumi from "@pulumi/pulumi";

/**
 * - `processing`: the detection is running; the loss ratio is not known yet
 * - `complete`: the detection has ended and has a loss ratio
 * - `error`: the detection failed
 */
export type DetectionStatus = "processing" | "complete" | "error";

/** What a deployment expects of a line. A detection that is running, has failed or has no loss ratio does not meet any expectation. */
export interface VifPeerDetectionExpectations {
  /** The highest loss ratio allowed, in percent, from 0 to 100. Default: any. */
  readonly maxLossRatio?: pulumi.Input<number>;
  /** How long ago the detection may have ended, as a duration such as `30m` or `24h`. Default: any time. */
  readonly maxAge?: pulumi.Input<string>;
}

/** What a `VifPeerDetection` expects of a line. */
export interface VifPeerDetectionGate extends VifPeerDetectionExpectations {
  /**
   * How many of the newest detections of the peer must each meet the other expectations, from 1 to 100, so that one lucky
   * measurement does not open the gate. Requires `vifPeerId` without `detectionId`. Default: 1.
   */
  readonly consecutive?: pulumi.Input<number>;
  /** How long ago each of these detections may have ended, as a duration such as `6h`. Requires `consecutive`. Default: any time. */
  readonly within?: pulumi.Input<string>;
}

/** How to wait for a detection that is still running. */
export interface WaitForCompletion {
  /** The longest time to wait, as a duration such as `90s` or `5m`. Default: `5m`. */
  readonly timeout?: pulumi.Input<string | undefined>;
  /** How long to wait before reading the detection again. Default: `5s`. */
  readonly interval?: pulumi.Input<string | undefined>;
}

/** Selects a detection by its own id. */
export interface VifPeerDetectionByDetectionId {
  /** The id of the detection, 36 characters. Changing it replaces the resource. */
  readonly detectionId: pulumi.Input<string>;
  /** The peer that the detection must belong to. Default: any. */
  readonly vifPeerId?: pulumi.Input<string | undefined>;
}

/** Selects the newest detection of a peer, by start time. */
export interface VifPeerDetectionByVifPeerId {
  /** The id of a virtual interface peer, 36 characters. */
  readonly vifPeerId: pulumi.Input<string>;
  /** Reads this detection instead of the newest; it must belong to the peer. Default: the newest. */
  readonly detectionId?: pulumi.Input<string | undefined>;
}

/** The arguments of `getVifPeerDetectionOutput` other than the ids. */
export interface GetVifPeerDetectionCommonArgs {
  /** The region of the line, such as `cn-north-4`. Default: the setting `huaweicloud:region`. */
  readonly region?: pulumi.Input<string | undefined>;
  /** The project of the line, 32 hexadecimal characters. Default: the setting `huaweicloud:projectId`, or else the default project of the region. */
  readonly projectId?: pulumi.Input<string | undefined>;
  /**
   * Waits during an update until a running detection has ended; `true` waits up to 5 minutes and reads it every 5 seconds.
   * A preview does not wait: the result is unknown there. Not saved. Default: `false`.
   */
  readonly waitForCompletion?: pulumi.Input<
    boolean | WaitForCompletion | undefined
  >;
}

/** The arguments of a `VifPeerDetection` other than the ids. The arguments of a component can extend it. */
export interface VifPeerDetectionCommonArgs extends GetVifPeerDetectionCommonArgs {
  /**
   * Fails the preview and the update unless the detection meets these expectations; `{}` expects a complete detection. Not
   * saved. `HUAWEICLOUD_DC_GATE=warn` in the environment turns unmet expectations into warnings. Default: no expectations.
   */
  readonly expect?: pulumi.Input<VifPeerDetectionGate | undefined>;
}

/**
 * The arguments of a `VifPeerDetection`. One of `detectionId` and `vifPeerId` is required and must not be `undefined`:
 * `config.get` may return nothing, so use `config.require`, or set the other id too.
 */
export type VifPeerDetectionArgs = VifPeerDetectionCommonArgs &
  (VifPeerDetectionByVifPeerId | VifPeerDetectionByDetectionId);

/** Where `VifPeerDetection.get` looks for the detection. */
export interface VifPeerDetectionState {
  /** Default: the setting `huaweicloud:region`. */
  readonly region?: pulumi.Input<string | undefined>;
  /** Default: the setting `huaweicloud:projectId`, or else the default project of the region. */
  readonly projectId?: pulumi.Input<string | undefined>;
}

/** The properties of a detection: the outputs of a `VifPeerDetection` as policies see them, and most of a function's result. */
export interface VifPeerDetectionOutputs {
  /** The id of the detection. */
  readonly detectionId: string;
  /** The id of the virtual interface peer that the detection pings. */
  readonly vifPeerId: string;
  /** The project in which the detection was found. */
  readonly projectId: string;
  /** The account (domain) of the detection; `null` if the service omits it. */
  readonly domainId: string | null;
  /** The region in which the detection was found. */
  readonly region: string;
  /** When the detection started, in the API's format: `2025-07-05 15:11:14`, without a time zone. */
  readonly startTime: string | null;
  /** When the detection ended, in the same format; `null` while it is running. */
  readonly endTime: string | null;
  /** The status of the detection. Check it before `lossRatio`. */
  readonly status: DetectionStatus;
  /** Lost packets, in percent, from 0 to 100; `null` unless `status` is `complete`. */
  readonly lossRatio: number | null;
}

/** The result of `getVifPeerDetection`. */
export interface GetVifPeerDetectionResult extends VifPeerDetectionOutputs {
  /** The id of the request that read the detection, for Huawei Cloud support. */
  readonly requestId: string | null;
}

/** The detection that `unmetExpectations` checks: a function's result, or these outputs. `maxAge` requires `endTime`. */
export type JudgedDetection = Pick<
  VifPeerDetectionOutputs,
  "detectionId" | "vifPeerId"
> & {
  readonly [Name in "status" | "lossRatio"]:
    VifPeerDetectionOutputs[Name] | undefined;
} & Partial<Pick<VifPeerDetectionOutputs, "startTime" | "endTime">>;

/** How `unmetExpectations` calculates the age of a detection. */
export interface UnmetExpectationsOptions {
  /** The time zone of times that don't include one, such as `+08:00`. Default: the setting `huaweicloud:timeZone`, or else UTC. */
  readonly timeZone?: string | undefined;
  /** The current time. Default: the time of this machine. */
  readonly now?: Date | undefined;
}

/** An expectation that a detection does not meet. */
export interface UnmetExpectation {
  /** The name of the limit, or `complete`: every detection is expected to be complete and to have a loss ratio. */
  readonly expectation: "complete" | "maxLossRatio" | "maxAge";
  /** What was observed and what is allowed, with the detection and its peer. The wording may change. */
  readonly message: string;
}

/** The detections of a project. */
export interface GetVifPeerDetectionsResult {
  /** Newest first, by start time. */
  readonly vifPeerDetections: GetVifPeerDetectionResult[];
}

/** The arguments of `getVifPeerDetectionOutput`. One of `detectionId` and `vifPeerId` is required. */
export type GetVifPeerDetectionOutputArgs = GetVifPeerDetectionCommonArgs &
  (VifPeerDetectionByVifPeerId | VifPeerDetectionByDetectionId);

/** The arguments of `getVifPeerDetectionsOutput`. */
export interface GetVifPeerDetectionsOutputArgs {
  /** Only detections of this peer. Default: of all peers. */
  readonly vifPeerId?: pulumi.Input<string | undefined>;
  /** Only detections with this status. Default: with any status. */
  readonly status?: pulumi.Input<DetectionStatus | undefined>;
  /** Default: the setting `huaweicloud:region`. */
  readonly region?: pulumi.Input<string | undefined>;
  /** Default: the setting `huaweicloud:projectId`, or else the default project of the region. */
  readonly projectId?: pulumi.Input<string | undefined>;
}

/** The arguments of `getVifPeerDetection`: `detectionId` or `vifPeerId`, and the same options as the resource. */
export type GetVifPeerDetectionArgs =
  pulumi.Unwrap<GetVifPeerDetectionOutputArgs>;

/** The arguments of `getVifPeerDetections`. */
export type GetVifPeerDetectionsArgs =
  pulumi.Unwrap<GetVifPeerDetectionsOutputArgs>;
