/** What judging needs. Light, since programs and policies load it: it must load neither the client nor valibot. */
export { parseDuration } from "../huaweicloud/duration.js";
export { limitsOf } from "./limits.js";
export { TIME_ZONE } from "../huaweicloud/time.js";
export {
  type Expectations,
  type Judged,
  type Unmet,
  unmetExpectations,
} from "./expectations.js";
