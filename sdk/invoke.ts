import * as pulumi from "@pulumi/pulumi";
import { type Reader, reader } from "../provider/index.js";
import { failureOf } from "./requestError.js";
import { warnOfConfig } from "./configWarnings.js";
import { Provider } from "./provider.js";
import { isMocked } from "./registrations.js";

const NAMESPACE = "huaweicloud:";
/** A type of the package that providers of dynamic resources are for. */
const DYNAMIC = "pulumi-nodejs:dynamic:Resource";

/** One for each provider, and one for each stack, by its connection to the engine: they do not share settings. */
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
  const provider = providerOf(opts);
  const whose = provider ?? monitor;
  const opened = readers.get(whose) ?? openReader(provider);
  readers.set(whose, opened);
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
  const settings = isMocked() ? undefined : providerOf(opts)?.__settings;
  // What a provider was given is no part of the result: that it is a secret does not make the result one.
  const known = settings && pulumi.unsecret(settings.apply(() => undefined));
  const result: pulumi.Output<unknown> = pulumi
    .all([pulumi.output(args), ready(dependsOn), known])
    .apply(([known]) => run(known as never, opts));
  return result as pulumi.Output<Result>;
}

type DependsOn = pulumi.InvokeOutputOptions["dependsOn"];

/** Known once all of the resources exist, with everything in them that is a component. */
function ready(dependsOn: DependsOn): pulumi.Output<unknown> {
  return pulumi
    .output(dependsOn ?? [])
    .apply((resources) =>
      pulumi.all([resources].flat().map((one) => created(one as Registered))),
    );
}

/** What we use of Pulumi's resources. */
interface Registered {
  readonly urn: pulumi.Output<string>;
  readonly id?: pulumi.Output<string>;
  /** A component's: known once it has constructed its children. */
  readonly __data?: Promise<unknown>;
  readonly __childResources?: ReadonlySet<Registered>;
}

/** As Pulumi's own `dependsOn`: a component is there once its children are; a resource alone, without its children. */
function created(resource: Registered): pulumi.Output<unknown> {
  const { id, urn, __data: data } = resource;
  if (id) return id;
  return pulumi
    .all([urn, data?.then(() => undefined)])
    .apply(() =>
      pulumi.all([...(resource.__childResources ?? [])].map(created)),
    );
}

/** The provider that is given, or that of the parent, as resources have it. */
function providerOf(opts: pulumi.InvokeOptions): Provider | undefined {
  const given = opts.provider ?? opts.parent?.getProvider(DYNAMIC);
  if (given === undefined || Provider.isInstance(given)) return given;
  if (opts.provider === undefined) return undefined;
  throw new pulumi.RunError(
    "the option provider takes a Provider of pulumi-huaweicloud-dc: new dc.Provider(…)",
  );
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
    "the arguments of the provider are not known yet, in a preview: use the output form of the function, which waits for them",
  );
}

/** Ignored, they would let somebody believe that another version is asked. */
function refuseProviderOptions(opts: pulumi.InvokeOptions): void {
  for (const name of ["version", "pluginDownloadURL"] as const) {
    if (opts[name] !== undefined) {
      throw new pulumi.RunError(
        `the option ${name} has no meaning here: settings come from the config (huaweicloud:…) and the environment, or a provider`,
      );
    }
  }
}
