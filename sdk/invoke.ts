import * as pulumi from "@pulumi/pulumi";
import { ready } from "./dependsOn.js";
import { type Reader, reader } from "../provider/index.js";
import { failureOf } from "./requestError.js";
import { warnOfConfig } from "./configWarnings.js";
import { isMocked } from "./registrations.js";

/** One for each stack, by its connection to the engine: stacks in one process do not share settings. */
const readers = new WeakMap<object, Promise<Reader>>();

/**
 * Runs a function in the program. A dynamic provider has no functions that the engine could call; a program under
 * `setMocks` is answered by its mocks, as any provider's function is.
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
    // Pulumi prints this kind without its stack, but formats the stack for its traces all the same: 20 s with Node 20
    // where a frame is in node_modules.
    throw Object.assign(new pulumi.RunError((error as Error).message), {
      stack: "",
      cause: error,
      ...(failure && { failure }),
    });
  }
}

/** The output form of such a function: waits for its arguments and dependencies, and is unknown where one of them is. */
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

/** Ignored, they would let somebody believe that another account is asked. */
function refuseProviderOptions(opts: pulumi.InvokeOptions): void {
  for (const name of ["provider", "version", "pluginDownloadURL"] as const) {
    if (opts[name] !== undefined) {
      throw new pulumi.RunError(
        `the option ${name} is not supported here: settings come from the config (huaweicloud:…) and the environment`,
      );
    }
  }
}
