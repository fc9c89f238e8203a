/** Finds detections: by id, the newest of a peer, or all of a project; waits for them; shares requests. */
export { sameId } from "./detection.js";
export { isNotFound } from "./directConnect.js";
export { type Located, Lookups, type ProjectClient, show } from "./lookups.js";
export { measuringPlan, startDetection, untilMeasured } from "./measuring.js";
export { matching } from "./newestOf.js";
export type { Host } from "./waiting.js";
