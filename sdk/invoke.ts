import * as pulumi from "@pulumi/pulumi";
import { ready } from "./dependsOn.js";
import { type Reader, reader } from "../provider/index.js";
import { failureOf } from "./requestError.js";
import { warnOfConfig } from "./configWarnings.js";
import { type Provider, providerOf } from "./provider.js";
import { isMocked } from "./registrations.js";

const NAMESPACE = "huaweicloud:";

/** One per stack, by its connection to the engine, since stacks in one process don't share settings. */
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
  const provider = providerOf(opts);
  const whose = provider ?? monitor;
  const opened = readers.get(whose) ?? openReader(provider);
  readers.set(whose, opened);
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
  const settings = isMocked() ? undefined : providerOf(opts)?.__settings;
  // A provider's arguments are not part of the result, so a secret argument does not make the result a secret.
  const known = settings && pulumi.unsecret(settings.apply(() => undefined));
  const result: pulumi.Output<unknown> = pulumi
    .all([pulumi.output(args), ready(dependsOn), known])
    .apply(([known]) => run(known as never, opts));
  return result as pulumi.Output<Result>;
}

async function openReader(provider: Provider | undefined): Promise<Reader> {
  if (!provider) {
    const config = new pulumi.Config("huaweicloud");
    return reader((key) =>
      key.startsWith(NAMESPACE)
        ? config.get(key.replace(NAMESPACE, ""))
        : undefined,
    );
  }
  const settings = await knownSettings(provider);
  return reader((key) => settings[key]);
}

/** The settings of a provider, which a preview may not know yet. */
async function knownSettings({
  __settings,
}: Provider): Promise<Record<string, string | undefined>> {
  const { isKnown, promise } = __settings as unknown as {
    isKnown: Promise<boolean>;
    promise: () => Promise<Record<string, string | undefined>>;
  };
  if (await isKnown) return promise();
  throw new pulumi.RunError(
    "a preview does not know the arguments of the provider yet: use the output form of the function, which waits for them",
  );
}

/** Ignoring them could make users believe that they query another account. */
function refuseProviderOptions(opts: pulumi.InvokeOptions): void {
  for (const name of ["version", "pluginDownloadURL"] as const) {
    if (opts[name] !== undefined) {
      throw new pulumi.RunError(
        `the option ${name} has no meaning here: settings come from the config (huaweicloud:…) and the environment, or a provider`,
      );
    }
  }
}
