import type { Detection } from "../../provider/lookups/detection.js";
import { FIELDS } from "../../provider/detections/index.js";

/** A detection of which the service tells only what it must. */
export function bareDetection(
  known: Pick<Detection, "detectionId" | "vifPeerId" | "status"> &
    Partial<Detection>,
): Detection {
  const unknown = Object.keys(FIELDS).map((name) => [name, null] as const);
  return {
    ...(Object.fromEntries(unknown) as object),
    requestId: null,
    ...known,
  } as Detection;
}
