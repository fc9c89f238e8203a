/** Durations and times in the formats of Pulumi and the API. Imports nothing. */
export { formatDuration, parseDuration } from "./duration.js";
export { hasZone, MAX_BEHIND_UTC_MS, parseTime, TIME_ZONE } from "./time.js";
