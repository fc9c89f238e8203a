/** Writes docs/reference-plugin.md from the plugin's schema, with the examples of docs/programs. */
import { readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { format } from "prettier";
import * as v from "valibot";

const root = resolve(__dirname, "..");
const PAGE = resolve(root, "docs/reference-plugin.md");

/** The programs with an example of each member of the schema, in a region with the member's name. */
export const PROGRAMS = {
  typescript: "index.ts",
  python: "__main__.py",
  go: "main.go",
  yaml: "Pulumi.yaml",
} as const;

interface Property {
  readonly type?: string | undefined;
  readonly $ref?: string | undefined;
  readonly items?: Property | undefined;
  readonly oneOf?: Property[] | undefined;
  readonly description?: string | undefined;
  readonly secret?: boolean | undefined;
}
const Property: v.GenericSchema<Property> = v.object({
  type: v.optional(v.string()),
  $ref: v.optional(v.string()),
  items: v.optional(v.lazy(() => Property)),
  oneOf: v.optional(v.array(v.lazy(() => Property))),
  description: v.optional(v.string()),
  secret: v.optional(v.boolean()),
});
const Properties = v.record(v.string(), Property);
const Shape = v.object({
  description: v.optional(v.string(), ""),
  properties: Properties,
  required: v.optional(v.array(v.string()), []),
});
type Shape = v.InferOutput<typeof Shape>;
const Schema = v.object({
  provider: v.object({ description: v.string(), inputProperties: Properties }),
  resources: v.record(
    v.string(),
    v.object({
      ...Shape.entries,
      inputProperties: Properties,
      requiredInputs: v.array(v.string()),
    }),
  ),
  functions: v.record(
    v.string(),
    v.object({ description: v.string(), inputs: Shape, outputs: Shape }),
  ),
  types: v.record(v.string(), Shape),
});

/** The expected text of the page. */
export async function pluginReference(): Promise<string> {
  const text = await readFile(resolve(root, "plugin/schema.json"), "utf8");
  const schema = v.parse(Schema, JSON.parse(text));
  const resources = Object.entries(schema.resources).map(
    async ([token, { inputProperties, requiredInputs, ...outputs }]) => [
      heading(token),
      outputs.description,
      `Type: \`${token}\``,
      await examples(nameOf(token), "resources"),
      "**Inputs**",
      table({ properties: inputProperties, required: requiredInputs }),
      "**Outputs**",
      table(outputs),
    ],
  );
  const functions = Object.entries(schema.functions).map(
    async ([token, { description, inputs, outputs }]) => [
      heading(token),
      description,
      `Function: \`${token}\``,
      await examples(nameOf(token), "variables"),
      "**Arguments**",
      table(inputs),
      "**Result**",
      table(outputs),
    ],
  );
  const types = Object.entries(schema.types).map(([token, shape]) => [
    heading(token),
    shape.description,
    table(shape),
  ]);
  const provider = [
    "## Provider",
    schema.provider.description,
    "Type: `pulumi:providers:huaweicloud-dc`",
    await examples("Provider", "resources"),
    "The arguments, which are also the config keys `huaweicloud-dc:…` of the stack ([settings](installation-configuration.md)):",
    table({ properties: schema.provider.inputProperties, required: [] }),
  ];
  const page = [
    "---\ntitle: Reference of the plugin\nmeta_desc: The resources, functions and types of the provider plugin for Huawei Cloud Direct Connect.\nlayout: package\n---",
    "Generated from the plugin's schema by `npm run reference`. Names are as in YAML; Python writes `loss_ratio`, and Go `LossRatio`. The [package for TypeScript and JavaScript](reference.md) has the same resources and functions, and [languages](languages.md) explains how they differ.",
    "A star marks required inputs and outputs that are always present.",
    ...(await Promise.all(resources)).flat(),
    ...provider,
    ...(await Promise.all(functions)).flat(),
    ...types.flat(),
  ];
  return format(page.join("\n\n"), { parser: "markdown" });
}

/** The code in a program's region of that name, without its indentation. */
export function region(program: string, name: string): string {
  const pattern = new RegExp(
    `^([ \\t]*)[/#]+ #?region ${name}\\n([^]*?)^[ \\t]*[/#]+ #?endregion`,
    "m",
  );
  const [, indentation = "", text] = pattern.exec(program) ?? [];
  if (text === undefined) throw new Error(`no program has a region ${name}`);
  return text.replace(new RegExp(`^${indentation}`, "gm"), "").trimEnd();
}

async function examples(name: string, section: string): Promise<string> {
  const blocks = Object.entries(PROGRAMS).map(async ([language, file]) => {
    const program = await readFile(join(root, "docs/programs", file), "utf8");
    const code = region(program, name);
    const shown =
      language === "yaml"
        ? `${section}:\n${code.replace(/^(?=.)/gm, "  ")}`
        : code;
    return `{{% choosable language ${language} %}}\n\n\`\`\`${language}\n${shown}\n\`\`\`\n\n{{% /choosable %}}`;
  });
  const languages = Object.keys(PROGRAMS).join(",");
  return [
    `{{< chooser language "${languages}" >}}`,
    ...(await Promise.all(blocks)),
    "{{< /chooser >}}",
  ].join("\n\n");
}

function table({
  properties,
  required,
}: Pick<Shape, "properties" | "required">): string {
  const rows = Object.entries(properties).map(
    ([name, property]) =>
      `| \`${name}\`${required.includes(name) ? "\\*" : ""} | ${typeOf(property)} | ${cell(property.description)}${property.secret === true ? secretNote(property) : ""} |`,
  );
  return ["| name | type | meaning |", "| --- | --- | --- |", ...rows].join(
    "\n",
  );
}

function secretNote({ description = "" }: Property): string {
  return description.includes("secret") ? "" : " A secret.";
}

function typeOf({ type, $ref, items, oneOf }: Property): string {
  if (oneOf) return oneOf.map(typeOf).join(" or ");
  if (items) return `list of ${typeOf(items)}`;
  if ($ref?.startsWith("#/types/")) {
    const name = nameOf($ref);
    return `[${name}](#${name.toLowerCase()})`;
  }
  return type ?? "any";
}

function heading(token: string): string {
  return `## ${nameOf(token)}`;
}

function nameOf(token: string): string {
  return token.split(":").at(-1) ?? token;
}

function cell(text = ""): string {
  return text.replace(/\s+/g, " ").replaceAll("|", "\\|");
}

if (require.main === module) {
  void pluginReference().then((text) => writeFile(PAGE, text));
}
