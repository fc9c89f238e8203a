import type {
  PolicyConfigSchema,
  ReportViolation,
  ResourceValidationArgs,
} from "@pulumi/policy";

export type PropertySchema = PolicyConfigSchema["properties"][string];
type Default = NonNullable<PropertySchema["default"]>;

/** The property `maxLossRatio` of several policies. */
export const MAX_LOSS_RATIO: PropertySchema = {
  description: "The highest loss ratio allowed, in percent.",
  type: "number",
  minimum: 0,
  maximum: 100,
};

/** The configuration of a policy, with its defaults. */
export class Configuration<Known extends object> {
  /** Includes the defaults: the engine adds them to a configuration, then validates the result. */
  readonly schema: PolicyConfigSchema;

  constructor(
    private readonly defaults: Known,
    schemas: Readonly<Record<keyof Known, PropertySchema>>,
  ) {
    this.schema = {
      properties: Object.fromEntries(
        Object.entries<PropertySchema>(schemas).map(([name, schema]) => [
          name,
          { ...schema, default: defaults[name as keyof Known] as Default },
        ]),
      ),
    };
  }

  /** Reports misspelled properties: the engine ignores them, so a default would apply unnoticed. */
  read(
    { getConfig }: Pick<ResourceValidationArgs, "getConfig">,
    report: ReportViolation,
  ): Known {
    const configured = getConfig<Partial<Known>>();
    for (const name of Object.keys(configured)) {
      if (name in this.schema.properties) continue;
      const known = Object.keys(this.schema.properties).join(" and ");
      report(
        `the configuration has ${name}, but this policy accepts ${known ? `only ${known}` : "no configuration"}`,
      );
    }
    return { ...this.defaults, ...configured };
  }
}
