/** Durations and times, as Pulumi and the API write them. Loads nothing else. */
export { formatDuration, parseDuration } from "./duration.js";
export { parseTime, TIME_ZONE } from "./time.js";
