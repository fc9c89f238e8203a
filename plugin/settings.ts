import {
  CREDENTIAL_SETTINGS,
  SECRET_SETTINGS,
  settingText,
  unknownSettings,
} from "../provider/index.js";
import type { SettingsSource } from "../provider/core.js";
import { secret } from "./wire.js";

const NAMESPACE = "huaweicloud-dc:";
/** What the engine adds to a provider's arguments. */
const OF_THE_ENGINE = ["version", "pluginDownloadURL", "__internal"];
/**
 * The providers that the engine makes of the stack's config: `default`, `default_0_1_0` for a version, or
 * `default_https___host` for a URL. A program may call one of its own `default_eu`.
 */
const DEFAULT = /^default($|_\d+_\d+_\d+|_[a-z]+___)/;

type Values = Record<string, unknown>;

/** Arguments that nothing reads; misspelt, they would leave another account or project to be asked. */
export function unknownArguments(args: Values): string[] {
  const keys = Object.keys(args)
    .filter((name) => !OF_THE_ENGINE.includes(name))
    .map((name) => NAMESPACE + name);
  return unknownSettings(keys, []).map(
    ({ key, meant }) =>
      `${key} is not a setting${meant === undefined ? "" : `: did you mean ${meant}?`}`,
  );
}

/** The arguments of a provider as they are saved: credentials as secrets, even if they are given in plain text. */
export function checkedArguments(name: string, args: Values): Values {
  const checked = Object.fromEntries(
    Object.entries(args).map(([key, value]) => [
      key,
      includes(SECRET_SETTINGS, key) ? secret(value) : value,
    ]),
  );
  if (DEFAULT.test(name)) return checked;
  const own = Object.keys(args).some((key) =>
    includes(CREDENTIAL_SETTINGS, key),
  );
  return { ...checked, provider: name, credentials: own ? "own" : "stack" };
}

/** Where the settings come from: the arguments that the engine configures a provider with, and the environment. */
export function settingsOf(args: Values): SettingsSource {
  return {
    config: (key) => settingText(args[key.replace(NAMESPACE, "")]),
    environment: process.env,
  };
}

function includes(names: readonly string[], name: string): boolean {
  return names.includes(name);
}
