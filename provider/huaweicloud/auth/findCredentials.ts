import { SettingsError } from "../errors.js";
import {
  type Credentials,
  isMissing,
  type Missing,
  type Place,
  PLACES,
  type Way,
  type WayContext,
} from "./credentials.js";
import { isOrAre, listed } from "./settingParts.js";
import { WAYS } from "./ways/index.js";

/**
 * Finds the credentials: the config takes precedence over the environment, and the environment over what the machine
 * provides. In each place, the first complete way is used. If none is complete, throws an error that lists all ways.
 */
export async function findCredentials(
  context: WayContext,
  log: (line: string) => void,
): Promise<Credentials> {
  const lacking = new Map<Way, Missing[]>();
  const isolated = context.source.provider?.isolated ?? false;
  for (const place of isolated ? PLACES.slice(0, 1) : PLACES) {
    for (const way of waysIn(place)) {
      const found = await way.find(context, place);
      if (!isMissing(found)) {
        if (found.note) log(found.note);
        const unused = await unusedBeside(context, found, place);
        if (unused) log(unused);
        return found;
      }
      lacking.set(way, [...(lacking.get(way) ?? []), found]);
    }
  }
  throw new SettingsError([
    [
      "no credentials were found. Set one of these, with pulumi config set --secret for secrets; the first complete one is used:",
      ...WAYS.flatMap(({ label }, index) =>
        sentences(lacking.get(WAYS[index] as Way) ?? []).map(
          (sentence) => `    ${label}: ${sentence}`,
        ),
      ),
    ].join("\n"),
  ]);
}

/**
 * Credentials of the environment if those of the config were refused: a refresh gets the config that the last update saved,
 * whose token may have expired.
 */
export async function findInstead(
  context: WayContext,
  refused: Credentials,
  log: (line: string) => void,
): Promise<Credentials | undefined> {
  if (!refused.fromConfig) return undefined;
  const instead = await credentialsOfEnvironment(context);
  if (!instead || instead.fingerprint === refused.fingerprint) return undefined;
  log(
    `${refused.source} ${refused.settings.length > 1 ? "were" : "was"} refused; using ${instead.source} from the environment instead`,
  );
  if (instead.note) log(instead.note);
  return instead;
}

async function credentialsOfEnvironment(
  context: WayContext,
): Promise<Credentials | undefined> {
  if (context.source.provider?.isolated) return undefined;
  for (const way of waysIn("environment")) {
    try {
      const found = await way.find(context, "environment");
      if (!isMissing(found)) return found;
    } catch (error) {
      // The refusal itself is the error to report.
      if (!(error instanceof SettingsError)) throw error;
    }
  }
  return undefined;
}

function waysIn(place: Place): readonly Way[] {
  return WAYS.filter(({ places }) => places.includes(place));
}

/** One line for each place where a way to sign in is partly set, or else one line for the way. */
function sentences(all: readonly Missing[]): string[] {
  const partial = all.filter(({ set }) => set.length > 0);
  return (partial.length > 0 ? partial : all.slice(-1)).map(
    ({ sentence }) => sentence,
  );
}

/** Which settings are set but not used, since users may believe that they select the account. */
async function unusedBeside(
  context: WayContext,
  used: Credentials,
  usedPlace: Place,
): Promise<string | undefined> {
  const later: string[] = [];
  const reasons: string[] = [];
  for (const place of PLACES.filter((one) => one !== "machine")) {
    for (const way of waysIn(place)) {
      const found = await way.find(context, place).catch((error: unknown) => {
        // Settings next to the used ones must be correct; those of a later place may be stale.
        if (place === usedPlace || !(error instanceof SettingsError)) {
          throw error;
        }
        return undefined;
      });
      if (!found) continue;
      const isPart = isMissing(found);
      if (!isPart && found.fingerprint === used.fingerprint) continue;
      const set = (isPart ? found.set : found.settings).filter(
        (name) => !used.settings.includes(name),
      );
      if (set.length === 0) continue;
      if (isPart) {
        reasons.push(
          `${listed(set)} ${isOrAre(set)} set but not used: missing ${found.missing}`,
        );
      } else {
        later.push(...set);
      }
    }
  }
  const first =
    later.length === 0
      ? []
      : `${listed(later)} ${isOrAre(later)} set but not used: ${used.source} ${isOrAre(used.settings) === "is" ? "takes" : "take"} precedence`;
  return [first, ...reasons].flat().join("; ") || undefined;
}
