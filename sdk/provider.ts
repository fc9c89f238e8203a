import * as pulumi from "@pulumi/pulumi";
import {
  CREDENTIAL_SETTINGS,
  SECRET_SETTINGS,
  settingText,
  unknownSettings,
} from "../provider/index.js";
import type { ProviderArgs } from "./providerTypes.js";

/** The package of all dynamic resources, whoever wrote them. */
const PACKAGE = "pulumi-nodejs";
const NAMESPACE = "huaweicloud:";
/** The config keys by which a provider process recognizes a `Provider`. */
const [NAME, CREDENTIALS] = [
  "huaweicloud-dc:provider",
  "huaweicloud-dc:credentials",
];

/** Not in Pulumi's types. */
const { isConfigSecret } = pulumi.runtime as unknown as {
  isConfigSecret: (key: string) => boolean;
};

type Settings = Record<string, string | undefined>;

/**
 * Another account or region than the stack's own. Resources and functions with this `provider` are looked up there.
 *
 * ```ts
 * const hub = new dc.Provider("hub", {
 *   region: "cn-north-4",
 *   assumeRole: { agencyName: "line-reader", domainName: "hub-account" },
 * });
 * const line = new dc.VifPeerDetection("line", { vifPeerId }, { provider: hub });
 * const detection = await dc.getVifPeerDetection({ vifPeerId }, { provider: hub });
 * ```
 *
 * The arguments have the names of the settings. A provider uses none of the stack's settings, with two exceptions. Without its
 * own credentials, it signs in as the stack does: with the config, the environment or the machine. And the environment's
 * settings for this machine's network (proxies, certificate authorities, retries) apply to all providers.
 *
 * A component passes its provider on to its children. All dynamic resources share Pulumi's package `pulumi-nodejs`, so dynamic
 * resources by other authors also run in this provider's process, with the stack's config except `huaweicloud:…`.
 */
export class Provider extends pulumi.ProviderResource {
  /** Known once the arguments are known.
   *
   * @internal
   */
  declare readonly __settings: pulumi.Output<Settings>;

  /** Registers the provider. It signs in once a resource or function needs it. */
  constructor(
    name: string,
    args: ProviderArgs = {},
    opts?: pulumi.ResourceOptions,
  ) {
    const settings = settingsOf(name, args);
    super(PACKAGE, name, { ...configOfOthers(), ...settings }, opts);
    // Not enumerable, so that printing a resource does not show credentials.
    Object.defineProperty(this, "__settings", {
      value: pulumi.output(settings),
    });
  }

  /** Whether an object is a `Provider`, even from another copy of this package. */
  static override isInstance(value: unknown): value is Provider {
    return typeof value === "object" && value !== null && "__settings" in value;
  }
}

/**
 * The provider of a resource or function, set on it or on a parent. Throws if it is not a `Provider` of this package, whose
 * process would have no settings.
 */
export function providerOf({
  provider,
  parent,
}: Pick<pulumi.InvokeOptions, "provider" | "parent"> = {}):
  Provider | undefined {
  const given = provider ?? parent?.getProvider(`${PACKAGE}:dynamic:Resource`);
  if (given === undefined || Provider.isInstance(given)) return given;
  throw new pulumi.RunError(
    "the option provider requires a Provider of pulumi-huaweicloud-dc: new dc.Provider(…). Any other provider, set here or on a parent component, has no settings, so only the environment would decide which account is used",
  );
}

function settingsOf(
  name: string,
  args: ProviderArgs,
): Record<string, pulumi.Input<string | undefined>> {
  for (const { key, meant } of unknownSettings(
    Object.keys(args).map((key) => NAMESPACE + key),
    [],
  )) {
    throw new pulumi.RunError(
      `the Provider ${name} has no argument ${key.replace(NAMESPACE, "")}${meant === undefined ? "" : `: did you mean ${meant.replace(NAMESPACE, "")}?`}`,
    );
  }
  const own = CREDENTIAL_SETTINGS.some((key) => args[key] !== undefined);
  return {
    ...(own ? {} : credentialsOfStack()),
    ...Object.fromEntries(
      Object.entries(args).map(([key, value]) => {
        const given = pulumi.output(value as string) as pulumi.Output<unknown>;
        const text = given.apply(settingText);
        return [NAMESPACE + key, isSecretKey(key) ? pulumi.secret(text) : text];
      }),
    ),
    [NAME]: name,
    [CREDENTIALS]: own ? "own" : "stack",
  };
}

function credentialsOfStack() {
  return fromConfig((key) =>
    (CREDENTIAL_SETTINGS as readonly string[]).includes(
      key.replace(NAMESPACE, ""),
    ),
  );
}

/** Dynamic resources by other authors get the same config as without this provider. */
function configOfOthers() {
  return fromConfig((key) => !key.startsWith(NAMESPACE));
}

function fromConfig(
  isWanted: (key: string) => boolean,
): Record<string, pulumi.Input<string>> {
  return Object.fromEntries(
    Object.entries(pulumi.runtime.allConfig())
      .filter(([key]) => isWanted(key))
      .map(([key, value]) => [
        key,
        isConfigSecret(key) || isSecretKey(key.replace(NAMESPACE, ""))
          ? pulumi.secret(value)
          : value,
      ]),
  );
}

function isSecretKey(key: string): boolean {
  return (SECRET_SETTINGS as readonly string[]).includes(key);
}
