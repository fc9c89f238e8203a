import type { Located } from "./lookups/index.js";

/** A saved detection. */
export type SavedDetection = Omit<Located, "requestId">;

/** What every version has saved. Older states lack the fields that came later, but hold a complete result all the same. */
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

/** Whether a saved state has a complete result. */
export function isResult<State extends object>(
  state: State,
): state is State & SavedDetection {
  return ALWAYS_SAVED.every((name) => name in state);
}
