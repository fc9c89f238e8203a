/** Detections and expectations. Programs and policies load it, so it loads neither the client nor valibot. */
export { instability, type Stability } from "./stability.js";
export {
  type AgeContext,
  type Expectations,
  type Judged,
  CLOCK_ERROR_MS,
  SECRET_LIMIT,
  type Unmet,
  unmetExpectations,
} from "./expectations.js";
export {
  type DetectionStatus,
  type Fields,
  FIELDS,
  OUTPUTS,
  QUERY,
  RESULTS,
  STATUSES,
} from "./fields.js";
export { type LimitName, limitsOf, namesOfLimits } from "./limits.js";
export { parseDuration, parseTime, TIME_ZONE } from "../units/index.js";
