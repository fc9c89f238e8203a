import { configKey } from "../../settings/index.js";
import { accountOf } from "../assumedRoles.js";
import type { Settings } from "../settings.js";
import type { Credentials } from "./credentials.js";
import { isOrAre, listed } from "./settingParts.js";

type Assumed = NonNullable<Settings["assumed"]>;

/** Says which settings an assumed agency leaves unused, and which credentials assume it. */
export function assumptionNotes(
  { roles, fromConfig, origins: says, unused }: Assumed,
  { projectId, origins }: Settings,
  credentials: Credentials,
  isExplicitProvider: boolean,
): string[] {
  const notes: string[] = [];
  if (unused.length > 0) {
    notes.push(
      `${listed(unused)} ${isOrAre(unused)} set but not used: ${listed(says)} ${isOrAre(says) === "is" ? "takes" : "take"} precedence`,
    );
  }
  const [last] = roles.slice(-1);
  if (last && isNamedInConfig(credentials) && !fromConfig) {
    notes.push(
      `${credentials.source} ${/ and /.test(credentials.source) ? "assume" : "assumes"} the agency ${last.agencyName} of account ${accountOf(last)}, because ${listed(says)} ${isOrAre(says)} set`,
    );
  }
  if (last && projectId !== undefined && !isExplicitProvider) {
    notes.push(
      `${origins.projectId ?? configKey("projectId")} is set but not used: it belongs to the account that assumes the agency ${last.agencyName}; the project of account ${accountOf(last)} is looked up by its name`,
    );
  }
  return notes;
}

/** The config may also name a profile. */
function isNamedInConfig({ fromConfig, settings }: Credentials): boolean {
  return fromConfig || settings.some((name) => name.startsWith(configKey("")));
}
