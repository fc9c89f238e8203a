import * as pulumi from "@pulumi/pulumi";
import { OUTPUTS, shim } from "../provider/index.js";
import { waitingForComponents } from "./dependsOn.js";
import { spelledOut } from "./expect.js";
import { refuseOptions } from "./options.js";
import { isMocked, observeRegistrations } from "./registrations.js";
import type {
  DetectionStatus,
  VifPeerDetectionArgs,
  VifPeerDetectionOutputs,
  VifPeerDetectionState,
} from "./types.js";
import { warnOfConfig } from "./configWarnings.js";

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
export class VifPeerDetection extends pulumi.CustomResource {
  /** @internal */
  static readonly __pulumiType =
    "pulumi-nodejs:dynamic/huaweicloud-dc:VifPeerDetection";

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

  /** Whether an object is a `VifPeerDetection`. Compares type tokens, so it also recognizes objects of another copy of this package. */
  static override isInstance(resource: unknown): resource is VifPeerDetection {
    return (
      (resource as { __pulumiType?: unknown } | undefined)?.__pulumiType ===
      VifPeerDetection.__pulumiType
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
    const outputs = Object.fromEntries(
      OUTPUTS.map((output) => [output, undefined]),
    );
    refuseOptions(args, opts);
    warnOfConfig();
    observeRegistrations(VifPeerDetection.__pulumiType);
    const inputs = {
      ...outputs,
      ...args,
      ...spelledOut(args),
      ...(!isMocked() && { __provider: shim }),
    };
    const { stackTraceLimit } = Error;
    // Pulumi captures four stack traces for each output, only to debug leaked promises: 5 ms for each resource. A
    // transformation is the user's code and keeps its traces.
    if (!isTransformed(opts)) Error.stackTraceLimit = 0;
    try {
      super(VifPeerDetection.__pulumiType, name, inputs, {
        ...opts,
        ...waitingForComponents(opts?.dependsOn),
      });
    } catch (error) {
      Error.stackTraceLimit = stackTraceLimit;
      const traced = (error as Error | undefined)?.stack?.includes("\n    at ");
      if (traced === false) Error.captureStackTrace(error as Error);
      throw error;
    } finally {
      Error.stackTraceLimit = stackTraceLimit;
    }
  }
}

/** Whether the program's own code runs while Pulumi constructs the resource. */
function isTransformed({
  transformations = [],
  parent = pulumi.runtime.getStackResource(),
}: pulumi.CustomResourceOptions = {}): boolean {
  const inherited = (
    parent as { __transformations?: readonly unknown[] } | undefined
  )?.__transformations;
  return transformations.length > 0 || (inherited?.length ?? 0) > 0;
}
