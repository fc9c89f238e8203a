import type { Located } from "./lookups/index.js";

/** A detection as it is saved. */
export type SavedDetection = Omit<Located, "requestId">;

/** What every version has saved. A field that came later is missing in older states, which hold a whole result all the same. */
const ALWAYS_SAVED = [
  "detectionId",
  "vifPeerId",
  "projectId",
  "region",
  "startTime",
  "endTime",
  "status",
  "lossRatio",
] as const satisfies readonly (keyof SavedDetection)[];

/** Whether a saved state holds a whole result. */
export function isResult<State extends object>(
  state: State,
): state is State & SavedDetection {
  return ALWAYS_SAVED.every((name) => name in state);
}
