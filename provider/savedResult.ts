import { OUTPUTS } from "./detections/index.js";
import type { Located } from "./lookups/index.js";

/** A saved detection. */
export type SavedDetection = Omit<Located, "requestId">;

/** Whether a saved state has a complete result. An older version did not save the account. */
export function isResult<State extends object>(
  state: State,
): state is State & SavedDetection {
  return OUTPUTS.every((name) => name === "domainId" || name in state);
}
