import type {
  PolicyConfigSchema,
  ReportViolation,
  ResourceValidationArgs,
} from "@pulumi/policy";
import { TIME_ZONE } from "../../provider/huaweicloud/time.js";

/** What the policies can be told; each property is one of their configuration too, by the same name. */
export interface VifPeerDetectionPolicyOptions {
  /** The highest loss ratio that is good enough, in percent, 0 to 100. Default: 0. */
  readonly maxLossRatio?: number | undefined;
  /** How long ago a task may have ended, as a duration such as `30m` or `1h30m`. Default: `24h`. */
  readonly maxAge?: string | undefined;
  /** The zone of the API's times, which name none, as an offset such as `+08:00`. Default: `Z`, which is UTC. */
  readonly timeZone?: string | undefined;
  /** The ids of the peers that need a healthy detection in the stack, 36 characters each. Default: none. */
  readonly vifPeerIds?: readonly string[] | undefined;
}

type Properties = {
  readonly [Name in keyof VifPeerDetectionPolicyOptions]-?: NonNullable<
    VifPeerDetectionPolicyOptions[Name]
  >;
};

type PropertySchema = PolicyConfigSchema["properties"][string];

const SCHEMAS: Record<keyof Properties, PropertySchema> = {
  maxLossRatio: {
    description: "The highest loss ratio that is good enough, in percent.",
    type: "number",
    minimum: 0,
    maximum: 100,
  },
  maxAge: {
    description: "How long ago a task may have ended: 30s, 5m or 1h30m.",
    type: "string",
    pattern: String.raw`^(\d+(\.\d+)?(ms|h|m|s))+$`,
  },
  timeZone: {
    description: "The zone of the API's times, which name none: Z or +08:00.",
    type: "string",
    pattern: TIME_ZONE.source,
  },
  vifPeerIds: {
    description: "The peers that need a healthy detection in the stack.",
    type: "array",
    items: {
      type: "string",
      // The engine's format "uuid" takes lower case only.
      pattern: "^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$",
    },
    uniqueItems: true,
  },
};

/** What one policy can be told, and what holds where it is not told. */
export class Configuration<Known extends Partial<Properties>> {
  /** The engine completes a configuration with these defaults and checks the whole, so they are checked as well. */
  readonly schema: PolicyConfigSchema;

  constructor(readonly defaults: Known) {
    this.schema = {
      properties: Object.fromEntries(
        Object.entries(defaults).map(([name, value]) => [
          name,
          { ...SCHEMAS[name as keyof Properties], default: value },
        ]),
      ),
    };
  }

  /** The engine passes over a misspelt property, so that a default would hold unnoticed: it is reported here. */
  read(
    { getConfig }: Pick<ResourceValidationArgs, "getConfig">,
    report: ReportViolation,
  ): Known {
    const configured = getConfig<Partial<Known>>();
    for (const name of Object.keys(configured)) {
      if (name in this.schema.properties) continue;
      const known = Object.keys(this.schema.properties).join(" and ");
      report(
        `the configuration has ${name}, but this policy knows ${known || "no property"}`,
      );
    }
    return { ...this.defaults, ...configured };
  }
}
