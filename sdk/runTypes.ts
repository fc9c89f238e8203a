import type * as pulumi from "@pulumi/pulumi";
import type { VifPeerDetectionOutputs } from "./types.js";

/** What a run expects of its detection. A detection that failed or has no loss ratio never meets it. */
export interface VifPeerDetectionRunExpectations {
  /** The highest loss ratio that is good enough, in percent, 0 to 100. Default: any. */
  readonly maxLossRatio?: pulumi.Input<number>;
  /** How long ago the saved detection may have ended, as a duration such as `30m`; an older one is measured anew. Default: any time. */
  readonly maxAge?: pulumi.Input<string>;
}

/**
 * When a run measures anew, apart from when its triggers change or the saved result does not meet `expect`:
 *
 * - `{ olderThan: "1h" }`: if the saved detection ended longer ago
 * - `"onTriggers"`: at no other time
 * - `"always"`: in each update
 */
export type Remeasure =
  "onTriggers" | "always" | { readonly olderThan: pulumi.Input<string> };

/** The arguments of a `VifPeerDetectionRun`. */
export interface VifPeerDetectionRunArgs {
  /** The id of the virtual interface peer to measure, 36 characters. Changing it is a replacement. */
  readonly vifPeerId: pulumi.Input<string>;
  /** Any values, such as a commit or the id of a route. If one of them changes, the update measures again. Default: none. */
  readonly triggers?: pulumi.Input<
    readonly pulumi.Input<unknown>[] | undefined
  >;
  /** When to measure anew. Default: `{ olderThan: "1h" }`. */
  readonly remeasure?: pulumi.Input<Remeasure | undefined>;
  /**
   * Fails the update unless the detection meets this, before what depends on the run is touched; `{}` asks for a complete
   * detection. Each update measures anew until one meets it. `HUAWEICLOUD_DC_GATE=warn` in the environment turns what is
   * not met into warnings. Default: asks for nothing.
   */
  readonly expect?: pulumi.Input<VifPeerDetectionRunExpectations | undefined>;
  /** Leaves detections in the service that the run has started and no longer needs. Default: `false`, which deletes them. */
  readonly keep?: pulumi.Input<boolean | undefined>;
  /** The region of the line, such as `cn-north-4`. Changing it is a replacement. Default: the setting `huaweicloud:region`. */
  readonly region?: pulumi.Input<string | undefined>;
  /** The project of the line. Changing it is a replacement. Default: the setting `huaweicloud:projectId`, else the region's own. */
  readonly projectId?: pulumi.Input<string | undefined>;
}

/** The outputs of a `VifPeerDetectionRun`, as policies see them: those of the detection that it started last. */
export type VifPeerDetectionRunOutputs = VifPeerDetectionOutputs;
