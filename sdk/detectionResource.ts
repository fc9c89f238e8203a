import * as pulumi from "@pulumi/pulumi";
import { OUTPUTS } from "../provider/index.js";
import { waitingForComponents } from "./dependsOn.js";
import { warnOfConfig } from "./configWarnings.js";
import { spelledOut } from "./expect.js";
import { providerOf } from "./provider.js";
import { isMocked, observeRegistrations } from "./registrations.js";
import type { DetectionStatus } from "./types.js";

/** The base class of our resources: their outputs and their registration. */
export abstract class DetectionResource extends pulumi.CustomResource {
  /** The id of the detection. A run has the id of the last detection that it started. */
  declare readonly detectionId: pulumi.Output<string>;
  /** The id of the virtual interface peer that the detection pings. */
  declare readonly vifPeerId: pulumi.Output<string>;
  /** The project of the detection. */
  declare readonly projectId: pulumi.Output<string>;
  /** The account (domain) of the detection; `null` if the service omits it. */
  declare readonly domainId: pulumi.Output<string | null>;
  /** The region of the detection. */
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

  /** @internal */
  protected constructor(
    type: string,
    /** The provider, as the engine saves it. */
    shim: string,
    name: string,
    args: object & { readonly expect?: unknown },
    opts: pulumi.CustomResourceOptions | undefined,
  ) {
    const outputs = Object.fromEntries(
      OUTPUTS.map((output) => [output, undefined]),
    );
    // Checked before anything is registered, since a run would measure in another account.
    providerOf(opts);
    warnOfConfig();
    observeRegistrations();
    const inputs = {
      ...outputs,
      ...inputsOf(args),
      ...spelledOut(args),
      ...(!isMocked() && { __provider: shim }),
    };
    const { stackTraceLimit } = Error;
    // Pulumi takes four stack traces for each output, which costs 5 ms per resource, and prints them only to find leaked
    // promises. A transformation is the user's code and keeps its traces.
    if (!isTransformed(opts)) Error.stackTraceLimit = 0;
    try {
      super(type, name, inputs, {
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

const INPUTS = [
  "detectionId",
  "vifPeerId",
  "region",
  "projectId",
  "waitForCompletion",
  "triggers",
  "remeasure",
  "keep",
  "expect",
];

/** The arguments, including those that a class has as getters or inherits: spreading them alone would lose the gate. */
export function inputsOf(args: object): { readonly expect?: unknown } {
  const given = args as Record<string, unknown>;
  return {
    ...args,
    ...Object.fromEntries(
      INPUTS.filter((name) => given[name] !== undefined).map((name) => [
        name,
        given[name],
      ]),
    ),
  };
}
