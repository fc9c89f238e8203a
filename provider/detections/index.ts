/** What a detection is and what is expected of it. Light: programs and policies load it, so it loads neither the client nor valibot. */
export {
  type Expectations,
  type Judged,
  type Unmet,
  unmetExpectations,
} from "./expectations.js";
export {
  type DetectionStatus,
  type Fields,
  FIELDS,
  OUTPUTS,
  STATUSES,
} from "./fields.js";
export { limitsOf, namesOfLimits } from "./limits.js";
export { parseDuration, TIME_ZONE } from "../units/index.js";
