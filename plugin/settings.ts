import {
  CREDENTIAL_SETTINGS,
  SECRET_SETTINGS,
  settingText,
  unknownSettings,
} from "../provider/index.js";
import type { SettingsSource } from "../provider/core.js";
import { secret } from "./wire.js";

const NAMESPACE = "huaweicloud-dc:";
/** The engine adds these to a provider's arguments. */
const OF_THE_ENGINE = ["version", "pluginDownloadURL", "__internal"];
/**
 * The names of providers that the engine creates from the stack's config: `default`, `default_0_1_0` for a version, or
 * `default_https___host` for a URL. A program may name its own provider `default_eu`.
 */
const DEFAULT = /^default($|_\d+_\d+_\d+|_[a-z]+___)/;

type Values = Record<string, unknown>;

/** Arguments that nothing reads. If they are misspelled, another account or project would be used. */
export function unknownArguments(args: Values): string[] {
  const keys = Object.keys(args)
    .filter((name) => !OF_THE_ENGINE.includes(name))
    .map((name) => NAMESPACE + name);
  return unknownSettings(keys, []).map(
    ({ key, meant }) =>
      `${key} is not a setting${meant === undefined ? "" : `: did you mean ${meant}?`}`,
  );
}

/** The arguments of a provider in their saved form: credentials are secrets, even if they are set in plain text. */
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

/** The sources of the settings: the arguments with which the engine configures a provider, and the environment. */
export function settingsOf(args: Values): SettingsSource {
  return {
    config: (key) => settingText(args[key.replace(NAMESPACE, "")]),
    environment: process.env,
  };
}

function includes(names: readonly string[], name: string): boolean {
  return names.includes(name);
}
