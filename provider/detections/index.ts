/** What programs and policies need to check detections. To stay light, it must load neither the client nor valibot. */
export { parseDuration } from "../huaweicloud/duration.js";
export { TIME_ZONE } from "../huaweicloud/time.js";
export {
  type Expectations,
  type Judged,
  type Unmet,
  unmetExpectations,
} from "./expectations.js";
