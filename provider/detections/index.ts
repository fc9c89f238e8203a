/** What judging needs. Light, since programs and policies load it: it must load neither the client nor valibot. */
export { parseDuration } from "../huaweicloud/duration.js";
export { TIME_ZONE } from "../huaweicloud/time.js";
export { startOf } from "./newestFirst.js";
export { instability, type Stability } from "./stability.js";
export {
  type Expectations,
  type Judged,
  type Unmet,
  unmetExpectations,
} from "./expectations.js";
