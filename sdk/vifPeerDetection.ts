import type * as pulumi from "@pulumi/pulumi";
import { shim } from "../provider/index.js";
import { DetectionResource } from "./detectionResource.js";
import { refuseOptions } from "./options.js";
import { DETECTION_TYPE, isDetectionType } from "./typeTokens.js";
import type {
  VifPeerDetectionArgs,
  VifPeerDetectionOutputs,
  VifPeerDetectionState,
} from "./types.js";

/**
 * The result of a Huawei Cloud Direct Connect connectivity detection task. The resource only reads: every preview and update
 * fetches the result again, so the preview already knows it.
 *
 * ```ts
 * const line = new dc.VifPeerDetection("line", {
 *   detectionId: "3284c6e2-a803-4108-8496-ed3f150697d6",
 *   expect: { maxLossRatio: 1 },
 * });
 * ```
 *
 * A failed lookup fails the preview or the update before anything that depends on the resource changes.
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
   * Whether an object is a `VifPeerDetection`. Compares type tokens, so it also recognizes objects from another copy of this
   * package and, in policies, resources of programs in other languages.
   */
  static override isInstance(resource: unknown): resource is VifPeerDetection {
    // With a static __pulumiType, the policy SDK would not call this method and would recognize only one type.
    return isDetectionType(
      (resource as { __pulumiType?: unknown } | undefined)?.__pulumiType,
    );
  }

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
