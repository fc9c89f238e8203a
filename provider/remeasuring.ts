import {
  type AgeContext,
  CLOCK_ERROR_MS,
  type Judged,
  SECRET_LIMIT,
  unmetExpectations,
} from "./detections/index.js";
import { canonical } from "./digest.js";
import { configKey } from "./settings/index.js";
import {
  formatDuration,
  hasZone,
  parseDuration,
  parseTime,
} from "./units/index.js";
import { hasUnknown } from "./unknown.js";
import { gateOf, type RunChecked, type Saved } from "./runState.js";

/** The reason for a first measurement. */
export const FIRST = "there is no result yet";

/** Why a new measurement is needed, or `undefined` if the saved result will do. */
export function whyMeasure(
  saved: Partial<Saved>,
  news: RunChecked,
  context: AgeContext,
): string | undefined {
  const { triggers = null } = news;
  const { expect, remeasure } = gateOf(news);
  if (saved.status !== "complete" && saved.status !== "error") {
    return FIRST;
  }
  if (hasUnknown(triggers)) return "the triggers are not known yet";
  if (canonical(triggers) !== canonical(saved.triggers ?? null)) {
    return "the triggers have changed";
  }
  if (hasUnknown(expect) || hasUnknown(remeasure)) {
    return "expect or remeasure is not known yet";
  }
  if (expect !== undefined) {
    const [unmet] = unmetExpectations(saved as Judged, expect, context);
    if (unmet) return `the saved result is not good enough: ${unmet.sentence}`;
  }
  if (remeasure === "onTriggers") return undefined;
  if (remeasure === "always") return 'remeasure is "always"';
  return older(saved, remeasure, context);
}

function older(
  { endTime }: { readonly endTime?: string | null | undefined },
  { olderThan, isSecret }: { readonly olderThan: string; isSecret?: true },
  { now, timeZone }: AgeContext,
): string | undefined {
  const ended = endTime == null ? undefined : parseTime(endTime, timeZone);
  if (ended === undefined) return "the age of the saved result is not known";
  if (ended > now + CLOCK_ERROR_MS) {
    return `the saved result ended ${formatDuration(ended - now)} in the future${hasZone(endTime ?? "") ? "" : `; if the service writes local times, set ${configKey("timeZone")} (currently ${timeZone})`}`;
  }
  return now - ended > parseDuration(olderThan)
    ? `the saved result is ${formatDuration(now - ended)} old, and remeasure.olderThan is ${isSecret ? SECRET_LIMIT : olderThan}`
    : undefined;
}
