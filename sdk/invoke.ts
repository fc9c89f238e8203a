import * as pulumi from "@pulumi/pulumi";
import { ready } from "./dependsOn.js";
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
