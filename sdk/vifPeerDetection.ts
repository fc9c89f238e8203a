import type * as pulumi from "@pulumi/pulumi";
import { shim } from "../provider/index.js";
import { DetectionResource } from "./detectionResource.js";
import { refuseOptions } from "./options.js";
import { DETECTION_TYPE } from "./typeTokens.js";
import type {
  DetectionStatus,
  VifPeerDetectionArgs,
  VifPeerDetectionOutputs,
  VifPeerDetectionState,
} from "./types.js";

/**
 * The result of a Huawei Cloud Direct Connect connectivity detection task: read-only, fetched anew in every preview and
 * update, known already in the preview.
 *
 * ```ts
 * const line = new dc.VifPeerDetection("line", {
 *   detectionId: "3284c6e2-a803-4108-8496-ed3f150697d6",
 *   expect: { maxLossRatio: 1 },
 * });
 * ```
 *
 * A look-up that fails is an error of the preview and the update, before anything that depends on it is touched.
 *
 * @see https://support.huaweicloud.com/intl/en-us/api-dc/ShowVifPeerDetection.html
 */
export class VifPeerDetection extends DetectionResource {
  /** @internal */
  static readonly __pulumiType = DETECTION_TYPE;

  /**
   * Reads a task by its id (not a peer's), without making it a resource of the stack. No policy sees what it reads.
   */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    state?: VifPeerDetectionState,
    opts?: pulumi.CustomResourceOptions,
  ): VifPeerDetection {
    return new VifPeerDetection(name, (state ?? {}) as VifPeerDetectionArgs, {
      ...opts,
      id,
    });
  }

  /** Whether an object is a `VifPeerDetection`, by its type token: also one of another copy of this package. */
  static override isInstance(resource: unknown): resource is VifPeerDetection {
    return (
      (resource as { __pulumiType?: unknown } | undefined)?.__pulumiType ===
      DETECTION_TYPE
    );
  }

  /** The id of the task. */
  declare readonly detectionId: pulumi.Output<string>;
  /** The id of the virtual interface peer that the task pings. */
  declare readonly vifPeerId: pulumi.Output<string>;
  /** The project in which the task was looked up. */
  declare readonly projectId: pulumi.Output<string>;
  /** The account (domain) of the task; `null` if the service leaves it out. */
  declare readonly domainId: pulumi.Output<string | null>;
  /** The region in which the task was looked up. */
  declare readonly region: pulumi.Output<string>;
  /** When the task started, as the API writes it: `2025-07-05 15:11:14`, in a zone that it does not name. */
  declare readonly startTime: pulumi.Output<string | null>;
  /** When the task ended, likewise; `null` while it runs. */
  declare readonly endTime: pulumi.Output<string | null>;
  /** How far the task is: test it before `lossRatio`. */
  declare readonly status: pulumi.Output<DetectionStatus>;
  /**
   * Lost packets, in percent, 0 to 100. `null` unless `status` is `complete`: test that first, since in JavaScript
   * `null <= 1` is true.
   */
  declare readonly lossRatio: pulumi.Output<number | null>;

  /** Looks the task up in the preview and the update. */
  constructor(
    name: string,
    args: VifPeerDetectionArgs,
    opts?: pulumi.CustomResourceOptions,
  );
  /**
   * For the types of policies alone: TypeScript infers from the last signature, and policies see the outputs.
   *
   * @internal
   */
  constructor(
    name: string,
    args: VifPeerDetectionOutputs,
    opts: never,
    notCallable: never,
  );
  /** @internal */
  constructor(
    name: string,
    args: VifPeerDetectionArgs,
    opts?: pulumi.CustomResourceOptions,
  ) {
    refuseOptions(args, opts);
    super(DETECTION_TYPE, shim, name, args, opts);
  }
}
