import * as v from "valibot";
import { SettingsError } from "../../errors.js";
import { parseJson } from "../../json.js";
import { FAMILIES, find, type Found } from "../../../settings/index.js";
import type { Credentials, Way, WayContext } from "../credentials.js";
import { readHomeFile, Unusable } from "../homeFiles.js";
import { credentialsOf, Profile } from "../profileModes.js";
import { familiesIn, lacking, listed } from "../settingParts.js";

const DEFAULT_PATH = "~/.hcloud/config.json";

/** The file of KooCLI (`hcloud configure`). */
const SharedConfig = v.looseObject({
  current: v.optional(v.string(), ""),
  authEncrypt: v.optional(v.union([v.boolean(), v.string()])),
  profiles: v.array(Profile),
});

/**
 * A profile of KooCLI. If a setting names a file or profile, it must exist and be usable. The default file may be missing;
 * then the list of all ways shows why it was not used.
 *
 * @see https://support.huaweicloud.com/intl/en-us/usermanual-hcli/hcli_05_10.html
 */
export const profile: Way = {
  label: "a profile of KooCLI",
  places: ["config", "environment", "machine"],
  async find(context, place) {
    const { source } = context;
    if (place === "machine") {
      try {
        return await profileIn(context, DEFAULT_PATH, undefined, []);
      } catch (error) {
        if (!(error instanceof Unusable)) throw error;
        return { set: [], missing: DEFAULT_PATH, sentence: error.message };
      }
    }
    const families = familiesIn(place);
    const named = [
      find(source, "sharedConfigFile", families),
      find(source, "profile", families),
    ];
    if (!named.some(Boolean)) {
      return lacking([
        ["sharedConfigFile", undefined],
        ["profile", undefined],
      ]);
    }
    // The config may set the file, and the environment the name, or vice versa.
    const both = place === "config" ? FAMILIES : families;
    const file = find(source, "sharedConfigFile", both);
    const name = find(source, "profile", both);
    const origins = [file, name].flatMap((found) => found?.origin ?? []);
    try {
      const path = file?.text ?? DEFAULT_PATH;
      return {
        ...(await profileIn(context, path, name?.text, origins)),
        note: named.every(Boolean) ? undefined : mixed(place, file, name),
      };
    } catch (error) {
      if (!(error instanceof Unusable)) throw error;
      throw new SettingsError([`${listed(origins)}: ${error.message}`]);
    }
  },
};

/** A stale variable must not silently select another account's profile. */
function mixed(
  place: string,
  file: Found | undefined,
  name: Found | undefined,
): string | undefined {
  return place === "config" && file && name
    ? `${name.origin} selects the profile in ${file.origin}`
    : undefined;
}

async function profileIn(
  context: WayContext,
  path: string,
  named: string | undefined,
  settings: readonly string[],
): Promise<Credentials> {
  const text = await readHomeFile(path, context.source.environment);
  const config = v.safeParse(SharedConfig, parseJson(text));
  if (!config.success) {
    throw new Unusable(
      `${path} is not a configuration file of KooCLI (hcloud configure)`,
    );
  }
  const { profiles, current, authEncrypt } = config.output;
  const name = named ?? (current || profiles[0]?.name);
  const profile = profiles.find((one) => one.name === name);
  if (!profile) {
    const names = profiles.map((one) => one.name).join(", ") || "none";
    throw new Unusable(
      `${path} has no profile ${name ?? ""} (it has: ${names})`,
    );
  }
  const encrypted = String(authEncrypt) === "true";
  return credentialsOf(profile, [], {
    context,
    path,
    settings,
    encrypted,
    profiles,
  });
}
