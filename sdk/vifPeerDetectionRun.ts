import type * as pulumi from "@pulumi/pulumi";
import { runShim } from "../provider/index.js";
import { DetectionResource, inputsOf } from "./detectionResource.js";
import { refuseRunOptions } from "./options.js";
import type {
  VifPeerDetectionRunArgs,
  VifPeerDetectionRunOutputs,
} from "./runTypes.js";
import { comparable } from "./triggers.js";
import { isRunType, RUN_TYPE } from "./typeTokens.js";

/**
 * Makes a measurement part of the deployment: starts a Direct Connect connectivity detection, waits for it to end, and fails
 * if the result does not meet `expect`, before anything that depends on the run changes.
 *
 * ```ts
 * const run = new dc.VifPeerDetectionRun("line", {
 *   vifPeerId: "1158951c-a6f1-40a0-af88-632817fd24ac",
 *   triggers: [commit],
 *   expect: { maxLossRatio: 1 },
 * });
 * new Route("to-datacentre", { … }, { dependsOn: run });
 * ```
 *
 * It measures only in an update. In a preview, the outputs are unknown if the update will measure. A new measurement updates
 * the resource. The option `customTimeouts: { create, update }` limits the wait; the default is `10m`. Destroying the resource
 * deletes the detection.
 *
 * @see https://support.huaweicloud.com/intl/en-us/api-dc/CreateVifPeerDetection.html
 */
export class VifPeerDetectionRun extends DetectionResource {
  /** Whether an object is a `VifPeerDetectionRun`: see `VifPeerDetection.isInstance`. */
  static override isInstance(
    resource: unknown,
  ): resource is VifPeerDetectionRun {
    return isRunType(
      (resource as { __pulumiType?: unknown } | undefined)?.__pulumiType,
    );
  }

  /** Measures in the update that creates the resource, and in later updates according to `remeasure`. */
  constructor(
    name: string,
    args: VifPeerDetectionRunArgs,
    opts?: pulumi.CustomResourceOptions,
  );
  /**
   * Only for the types of policies: TypeScript infers from the last signature, and policies see the outputs.
   *
   * @internal
   */
  constructor(
    name: string,
    args: VifPeerDetectionRunOutputs,
    opts: never,
    notCallable: never,
  );
  /** @internal */
  constructor(
    name: string,
    args: VifPeerDetectionRunArgs,
    opts?: pulumi.CustomResourceOptions,
  ) {
    refuseRunOptions(args, opts);
    const { triggers } = args;
    const inputs = {
      ...inputsOf(args),
      ...(triggers !== undefined && { triggers: comparable(triggers) }),
    };
    super(RUN_TYPE, runShim, name, inputs, opts);
  }
}
