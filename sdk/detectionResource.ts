import * as pulumi from "@pulumi/pulumi";
import { OUTPUTS } from "../provider/index.js";
import { waitingForComponents } from "./dependsOn.js";
import { warnOfConfig } from "./configWarnings.js";
import { spelledOut } from "./expect.js";
import { providerOf } from "./provider.js";
import { isMocked, observeRegistrations } from "./registrations.js";

/** What our resources have in common: their outputs, and the way to the engine. */
export abstract class DetectionResource extends pulumi.CustomResource {
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
    // Before anything is registered: a run would measure in another account.
    providerOf(opts);
    warnOfConfig();
    observeRegistrations();
    const inputs = {
      ...outputs,
      ...args,
      ...spelledOut(args),
      ...(!isMocked() && { __provider: shim }),
    };
    const { stackTraceLimit } = Error;
    // Pulumi takes four stack traces for each output, which it prints only to find leaked promises: 5 ms a resource. A
    // transformation is the user's code and keeps its traces.
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

/** Whether code of the program's runs while Pulumi constructs the resource. */
function isTransformed({
  transformations = [],
  parent = pulumi.runtime.getStackResource(),
}: pulumi.CustomResourceOptions = {}): boolean {
  const inherited = (
    parent as { __transformations?: readonly unknown[] } | undefined
  )?.__transformations;
  return transformations.length > 0 || (inherited?.length ?? 0) > 0;
}
