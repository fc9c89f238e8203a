import * as pulumi from "@pulumi/pulumi";
import { shim } from "../provider/index.js";

export class VifPeerDetection extends pulumi.CustomResource {
  /** @internal */
  static readonly __pulumiType =
    "pulumi-nodejs:dynamic/huaweicloud-dc:VifPeerDetection";

  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    state?: VifPeerDetectionState,
    opts?: pulumi.CustomResourceOptions,
  ): VifPeerDetection {
    return new VifPeerDetection(name, state ?? {}, { ...opts, id });
  }

  declare readonly detectionId: pulumi.Output<string>;
  declare readonly vifPeerId: pulumi.Output<string>;
  declare readonly projectId: pulumi.Output<string>;
  declare readonly domainId: pulumi.Output<string | null>;
  declare readonly region: pulumi.Output<string>;
  declare readonly startTime: pulumi.Output<string | null>;
  declare readonly endTime: pulumi.Output<string | null>;
  declare readonly status: pulumi.Output<"processing" | "complete" | "error">;
  declare readonly lossRatio: pulumi.Output<number | null>;

  constructor(
    name: string,
    args: VifPeerDetectionArgs,
    opts?: pulumi.CustomResourceOptions,
  ) {
    super(
      VifPeerDetection.__pulumiType,
      name,
      {
        detectionId: undefined,
        vifPeerId: undefined,
        projectId: undefined,
        domainId: undefined,
        region: undefined,
        startTime: undefined,
        endTime: undefined,
        status: undefined,
        lossRatio: undefined,
        ...args,
        __provider: shim,
      },
      opts,
    );
  }
}

export interface VifPeerDetectionArgs {
  readonly detectionId?: pulumi.Input<string>;
  readonly region?: pulumi.Input<string>;
  readonly projectId?: pulumi.Input<string>;
}

export interface VifPeerDetectionState {
  readonly region?: pulumi.Input<string>;
  readonly projectId?: pulumi.Input<string>;
}
