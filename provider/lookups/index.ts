/** Finds detections: by id, the newest of a peer, or all of a project; waits for them; shares requests. */
export { type Located, Lookups } from "./lookups.js";
export { matching } from "./newestOf.js";
