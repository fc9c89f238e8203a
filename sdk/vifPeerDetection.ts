import type * as pulumi from "@pulumi/pulumi";
import { shim } from "../provider/index.js";
import { DetectionResource } from "./detectionResource.js";
import { refuseOptions } from "./options.js";
import { DETECTION_TYPE, isDetectionType } from "./typeTokens.js";
import type {
  DetectionStatus,
  VifPeerDetectionArgs,
  VifPeerDetectionOutputs,
  VifPeerDetectionState,
} from "./types.js";

/**
 * The result of a Huawei Cloud Direct Connect connectivity detection task. The resource only reads: every preview and update
 * fetches the result again, and it is known in the preview already.
 *
 * ```ts
 * const line = new dc.VifPeerDetection("line", {
 *   detectionId: "3284c6e2-a803-4108-8496-ed3f150697d6",
 *   expect: { maxLossRatio: 1 },
 * });
 * ```
 *
 * A failed look-up fails the preview or the update before anything that depends on the resource changes.
 *
 * @see https://support.huaweicloud.com/intl/en-us/api-dc/ShowVifPeerDetection.html
 */
export class VifPeerDetection extends DetectionResource {
  /**
   * Reads a detection by its id (not a peer's id) without adding it to the stack. Policies don't see the result.
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

  /**
   * Whether an object is a `VifPeerDetection`. Compares type tokens, so it also recognizes objects of another copy of this
   * package, and in policies resources of programs in other languages.
   */
  static override isInstance(resource: unknown): resource is VifPeerDetection {
    // A static __pulumiType would keep the policy SDK from asking here, and limit it to one type.
    return isDetectionType(
      (resource as { __pulumiType?: unknown } | undefined)?.__pulumiType,
    );
  }

  /** The id of the detection. */
  declare readonly detectionId: pulumi.Output<string>;
  /** The id of the virtual interface peer that the detection pings. */
  declare readonly vifPeerId: pulumi.Output<string>;
  /** The project in which the detection was found. */
  declare readonly projectId: pulumi.Output<string>;
  /** The account (domain) of the detection; `null` if the service omits it. */
  declare readonly domainId: pulumi.Output<string | null>;
  /** The region in which the detection was found. */
  declare readonly region: pulumi.Output<string>;
  /** When the detection started, in the API's format: `2025-07-05 15:11:14`, without a time zone. */
  declare readonly startTime: pulumi.Output<string | null>;
  /** When the detection ended, in the same format; `null` while it is running. */
  declare readonly endTime: pulumi.Output<string | null>;
  /** The status of the detection. Check it before `lossRatio`. */
  declare readonly status: pulumi.Output<DetectionStatus>;
  /**
   * Lost packets, in percent, from 0 to 100; `null` unless `status` is `complete`. Check `status` first: in JavaScript,
   * `null <= 1` is true.
   */
  declare readonly lossRatio: pulumi.Output<number | null>;

  /** Looks up the detection in every preview and update. */
  constructor(
    name: string,
    args: VifPeerDetectionArgs,
    opts?: pulumi.CustomResourceOptions,
  );
  /**
   * Only for the types of policies: TypeScript infers from the last signature, and policies see the outputs.
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
