import type * as pulumi from "@pulumi/pulumi";
import type { DetectionStatus, VifPeerDetectionOutputs } from "./types.js";

/** What a deployment expects of the detection that a run starts. A detection that failed or has no loss ratio does not meet any expectation. */
export interface VifPeerDetectionRunExpectations {
  /** The highest loss ratio allowed, in percent, from 0 to 100. Default: any. */
  readonly maxLossRatio?: pulumi.Input<number>;
  /** How long ago the saved detection may have ended, as a duration such as `30m`. If it is older, the update measures again. Default: any time. */
  readonly maxAge?: pulumi.Input<string>;
}

/**
 * When a run measures again although its triggers are unchanged and the saved result meets `expect`:
 *
 * - `{ olderThan: "1h" }`: if the saved detection ended longer ago than this
 * - `"onTriggers"`: never
 * - `"always"`: in each update
 */
export type Remeasure =
  | "onTriggers"
  | "always"
  | {
      /** How long ago the saved detection may have ended, as a duration such as `1h`, before the update measures again. */
      readonly olderThan: pulumi.Input<string>;
    };

/** The arguments of a `VifPeerDetectionRun`. */
export interface VifPeerDetectionRunArgs {
  /** The id of the virtual interface peer to measure, 36 characters. Changing it replaces the resource. */
  readonly vifPeerId: pulumi.Input<string>;
  /**
   * Any values, such as a commit or the id of a route. If one of them changes, the update measures again. Default: none. (In
   * JavaScript, pass a date itself or its text: Pulumi turns an output of a date into an empty object, which never changes.)
   */
  readonly triggers?: pulumi.Input<
    readonly pulumi.Input<unknown>[] | undefined
  >;
  /** When to measure again. Default: `{ olderThan: "1h" }`. */
  readonly remeasure?: pulumi.Input<Remeasure | undefined>;
  /**
   * Fails the update unless the detection meets these expectations, before anything that depends on the run changes; `{}`
   * expects a complete detection. Each update measures again until a detection meets them. `HUAWEICLOUD_DC_GATE=warn` in the
   * environment turns unmet expectations into warnings. Default: no expectations.
   */
  readonly expect?: pulumi.Input<VifPeerDetectionRunExpectations | undefined>;
  /** Keeps detections that the run started and no longer needs in the service. Default: `false`, which deletes them. */
  readonly keep?: pulumi.Input<boolean | undefined>;
  /** The region of the line, such as `cn-north-4`. Changing it replaces the resource. Default: the setting `huaweicloud:region`. */
  readonly region?: pulumi.Input<string | undefined>;
  /** The project of the line. Changing it replaces the resource. Default: the setting `huaweicloud:projectId`, or else the default project of the region. */
  readonly projectId?: pulumi.Input<string | undefined>;
}

/**
 * The outputs of a `VifPeerDetectionRun`, as policies see them: those of the detection that it started last. A resource policy
 * runs before the measurement and sees only `vifPeerId`, `region` and `projectId`; judge runs in a stack policy.
 */
export interface VifPeerDetectionRunOutputs extends Omit<
  VifPeerDetectionOutputs,
  "status" | "lossRatio"
> {
  /** The status of the detection; `undefined` in a resource policy. Check it before `lossRatio`. */
  readonly status: DetectionStatus | undefined;
  /** Lost packets, in percent, from 0 to 100; `null` unless `status` is `complete`; `undefined` in a resource policy. */
  readonly lossRatio: number | null | undefined;
}
