import { parseEndpoint } from "../endpoints.js";
import { SettingsError } from "../errors.js";
import {
  type CredentialName,
  type Family,
  find,
  type Found,
  isQuoted,
  label,
  namesIn,
  type SettingName,
  type SettingsSource,
} from "../../settings/index.js";
import type { Missing, Place } from "./credentials.js";

/** The characters that an HTTP header value can hold unquoted. */
const HEADER_VALUE = /^[\x21-\x7e]+$/;

/** The families of settings in a place. All parts of a credential must come from one family. */
export function familiesIn(place: Place): readonly Family[] {
  return place === "config" ? ["config"] : ["HW_", "OS_"];
}

/** A credential that is sent in a header. */
export function findCredential(
  source: SettingsSource,
  name: CredentialName,
  families: readonly Family[],
): Found | undefined {
  const found = find(source, name, families);
  if (found) checkCredential(found);
  return found;
}

/** Throws if a value can't be a credential. */
export function checkCredential({ text, origin }: Found): void {
  if (isQuoted(text)) {
    throw new SettingsError([
      `${origin} is in quotes: set it without the quotes`,
    ]);
  }
  if (!HEADER_VALUE.test(text)) {
    throw new SettingsError([
      `${origin} contains characters that no credential can have, such as a space or a line break`,
    ]);
  }
}

/** The address of a service that does not come from our settings. */
export function endpointOf(
  text: string | undefined,
  origin: string,
): URL | undefined {
  if (!text?.trim()) return undefined;
  try {
    return parseEndpoint(text.trim());
  } catch (error) {
    throw new SettingsError([`${origin} ${(error as Error).message}`]);
  }
}

/** Which settings of a way are set and which are missing, by their names in the given family. */
export function lacking(
  settings: readonly (readonly [SettingName, Found | undefined])[],
  family?: Family,
): Missing {
  const set = settings.flatMap(([, found]) => found?.origin ?? []);
  const names = settings.flatMap(([name, found]) => (found ? [] : name));
  const named = (name: SettingName) =>
    (family && namesIn(family, name)[0]) ?? label(name);
  return set.length === 0
    ? notSet(names.map(label))
    : partly(set, names.map(named));
}

/** The same for variables that are not settings. */
export function lackingVariables(
  set: readonly string[],
  all: readonly string[],
): Missing {
  const names = all.filter((name) => !set.includes(name));
  return set.length === 0 ? notSet(names) : partly(set, names);
}

export function notSet(names: readonly string[]): Missing {
  const missing = names.join(", ");
  return { set: [], missing, sentence: `${missing}: not set` };
}

export function partly(
  set: readonly string[],
  names: readonly string[],
): Missing {
  const missing = listed(names);
  return {
    set,
    missing,
    sentence: `${listed(set)} ${isOrAre(set)} set, but not ${missing}`,
  };
}

/** `a`, `a and b`, `a, b and c`, without duplicates. */
export function listed(names: readonly string[]): string {
  const words = [...new Set(names)];
  return [words.slice(0, -1).join(", "), ...words.slice(-1)]
    .filter(Boolean)
    .join(" and ");
}

export function isOrAre(names: readonly string[]): string {
  return new Set(names).size === 1 ? "is" : "are";
}
