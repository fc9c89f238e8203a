import * as pulumi from "@pulumi/pulumi";
import { type Reader, reader } from "../provider/index.js";
import { failureOf } from "./requestError.js";
import { warnOfConfig } from "./configWarnings.js";
import { isMocked } from "./registrations.js";

/** One for each stack, by its connection to the engine, since stacks in one process don't share settings. */
const readers = new WeakMap<object, Promise<Reader>>();

/**
 * Runs a function in the program, since a dynamic provider has no functions that the engine could call. Under `setMocks`,
 * the program's mocks answer, as for any provider's function.
 */
export async function call<Result>(
  token: string,
  args: object,
  opts: pulumi.InvokeOptions = {},
  run: (reader: Reader) => Promise<Result>,
): Promise<Result> {
  refuseProviderOptions(opts);
  const monitor = pulumi.runtime.getMonitor();
  if (monitor === undefined || isMocked(monitor)) {
    return (await pulumi.runtime.invoke(token, args, opts)) as Result;
  }
  warnOfConfig();
  let opened = readers.get(monitor);
  if (!opened) {
    const config = new pulumi.Config("huaweicloud");
    opened = reader((key) => config.get(key.replace("huaweicloud:", "")));
    readers.set(monitor, opened);
  }
  try {
    return await run(await opened);
  } catch (error) {
    const failure = failureOf(error);
    // Pulumi prints a RunError without its stack, but still formats the stack: 20 s with Node 20 if a frame is in
    // node_modules.
    throw Object.assign(new pulumi.RunError((error as Error).message), {
      stack: "",
      cause: error,
      ...(failure && { failure }),
    });
  }
}

/** The output form of a function: waits for its arguments and dependencies, and is unknown if one of them is. */
export function callOutput<Result>(
  args: object,
  { dependsOn, ...opts }: pulumi.InvokeOutputOptions = {},
  run: (args: never, opts: pulumi.InvokeOptions) => Promise<Result>,
): pulumi.Output<Result> {
  const result: pulumi.Output<unknown> = pulumi
    .all([pulumi.output(args), ready(dependsOn)])
    .apply(([known]) => run(known as never, opts));
  return result as pulumi.Output<Result>;
}

type DependsOn = pulumi.InvokeOutputOptions["dependsOn"];

/** Resolves once all resources exist, including the children of components. */
function ready(dependsOn: DependsOn): pulumi.Output<unknown> {
  return pulumi
    .output(dependsOn ?? [])
    .apply((resources) =>
      pulumi.all([resources].flat().map((one) => created(one as Registered))),
    );
}

/** The part that we use of Pulumi's resources. */
interface Registered {
  readonly urn: pulumi.Output<string>;
  readonly id?: pulumi.Output<string>;
  /** Only components: resolves once the component has constructed its children. */
  readonly __data?: Promise<unknown>;
  readonly __childResources?: ReadonlySet<Registered>;
}

/** Like Pulumi's own `dependsOn`: a component exists once its children do; any other resource does not wait for its children. */
function created(resource: Registered): pulumi.Output<unknown> {
  const { id, urn, __data: data } = resource;
  if (id) return id;
  return pulumi
    .all([urn, data?.then(() => undefined)])
    .apply(() =>
      pulumi.all([...(resource.__childResources ?? [])].map(created)),
    );
}

/** If they were ignored, users could believe that they query another account. */
function refuseProviderOptions(opts: pulumi.InvokeOptions): void {
  for (const name of ["provider", "version", "pluginDownloadURL"] as const) {
    if (opts[name] !== undefined) {
      throw new pulumi.RunError(
        `the option ${name} has no effect here: settings come from the config (huaweicloud:…) and the environment`,
      );
    }
  }
}
