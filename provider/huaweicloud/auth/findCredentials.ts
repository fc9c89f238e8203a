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
 * What the config names is used before what the environment names, whatever its kind, and that before what this machine
 * has by itself; in each place, the first way that is complete. Throws a list of all ways where none is.
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
      "no credentials were found. Set one of these, secrets with pulumi config set --secret; the first that is complete is used:",
      ...WAYS.flatMap(({ label }, index) =>
        sentences(lacking.get(WAYS[index] as Way) ?? []).map(
          (sentence) => `    ${label}: ${sentence}`,
        ),
      ),
    ].join("\n"),
  ]);
}

/** Those that the environment alone has, for when what the config has is refused: a saved token may have expired. */
export async function credentialsOfEnvironment(
  context: WayContext,
): Promise<Credentials | undefined> {
  if (context.source.provider?.isolated) return undefined;
  for (const way of waysIn("environment")) {
    try {
      const found = await way.find(context, "environment");
      if (!isMissing(found)) return found;
    } catch (error) {
      // The refusal is what is told.
      if (!(error instanceof SettingsError)) throw error;
    }
  }
  return undefined;
}

function waysIn(place: Place): readonly Way[] {
  return WAYS.filter(({ places }) => places.includes(place));
}

/** One line for each way: of a place where a part of it is set, else of the last place. */
function sentences(all: readonly Missing[]): string[] {
  const partial = all.filter(({ set }) => set.length > 0);
  return (partial.length > 0 ? partial : all.slice(-1)).map(
    ({ sentence }) => sentence,
  );
}

/** What was set but is not used, so that nobody takes it for the account that is asked. */
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
        // What is named beside what is used must be right; what comes later may be stale.
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
          `${listed(set)} ${isOrAre(set)} set but not used without ${found.missing}`,
        );
      } else {
        later.push(...set);
      }
    }
  }
  const first =
    later.length === 0
      ? []
      : `${listed(later)} ${isOrAre(later)} set but not used: ${used.source} ${isOrAre(used.settings) === "is" ? "comes" : "come"} first`;
  return [first, ...reasons].flat().join("; ") || undefined;
}
