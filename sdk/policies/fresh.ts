import type { ResourceValidationPolicy } from "@pulumi/policy";
import { TIME_ZONE } from "../../provider/detections/index.js";
import { Configuration } from "./configuration.js";
import { COMMON, judging } from "./judging.js";

/** The options of `vif-peer-detection-fresh`. */
export interface VifPeerDetectionFreshOptions {
  /** How long ago a detection may have ended, as a duration such as `30m` or `1h30m`. Default: `24h`. */
  readonly maxAge?: string | undefined;
  /** The time zone of the API's times, as an offset such as `+08:00`. Default: `Z`, which is UTC. */
  readonly timeZone?: string | undefined;
}

/**
 * `vif-peer-detection-fresh`: each detection is complete and ended at most `maxAge` ago. An end time in the future is a
 * violation too, since the age is unknown.
 *
 * @param options the defaults of the configuration
 */
export function vifPeerDetectionFresh({
  maxAge = "24h",
  timeZone = "Z",
}: VifPeerDetectionFreshOptions = {}): ResourceValidationPolicy {
  const configuration = new Configuration(
    { maxAge, timeZone },
    {
      maxAge: {
        description:
          "How long ago a detection may have ended, such as 30s, 5m or 1h30m.",
        type: "string",
        pattern: String.raw`^(\d+(\.\d+)?(ms|h|m|s))+$`,
      },
      timeZone: {
        description: "The time zone of the API's times, such as Z or +08:00.",
        type: "string",
        pattern: TIME_ZONE.source,
      },
    },
  );
  return {
    ...COMMON,
    name: "vif-peer-detection-fresh",
    displayName: "Direct Connect detection is fresh",
    description: "A connectivity detection must have ended recently.",
    remediationSteps:
      "Start a new detection. If the end time is in the future, set timeZone to the time zone of the API's times.",
    configSchema: configuration.schema,
    validateResource: judging((args, report) => {
      const { maxAge, timeZone } = configuration.read(args, report);
      return { expectation: "maxAge", expectations: { maxAge }, timeZone };
    }),
  };
}
