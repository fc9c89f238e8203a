import type {
  PolicyConfigSchema,
  ReportViolation,
  ResourceValidationArgs,
} from "@pulumi/policy";

export type PropertySchema = PolicyConfigSchema["properties"][string];
type Default = NonNullable<PropertySchema["default"]>;

/** What one policy can be told, and what holds where it is not told. */
export class Configuration<Known extends object> {
  /** The engine completes a configuration with these defaults and checks the whole, so they are checked as well. */
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
        `the configuration has ${name}, but this policy takes ${known ? `only ${known}` : "no configuration"}`,
      );
    }
    return { ...this.defaults, ...configured };
  }
}
