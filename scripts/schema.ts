/** Writes plugin/schema.json from the types and doc comments of the package. SDKs of other languages are generated from it. */
import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { format } from "prettier";
import ts from "typescript";
import { SECRET_SETTINGS } from "../provider/index.js";
import { exportsOf } from "./exports.js";

const root = resolve(__dirname, "..");
const FILE = resolve(root, "plugin/schema.json");
const PACKAGE = "huaweicloud-dc";

interface Property {
  type?: string;
  items?: Property;
  $ref?: string;
  oneOf?: Property[];
  description?: string;
  secret?: boolean;
}

interface Shape {
  type?: "object";
  description?: string;
  properties: Record<string, Property>;
  required: string[];
}

/** The only input that the package for TypeScript lacks. */
const BATCH: Property = {
  type: "array",
  items: { type: "string" },
  description:
    "The ids to look up together. Set the same list of `detectionId`s or `vifPeerId`s on all resources of a group, and they share their requests. In return, a result may be read before a dependency of the resource changes, so omit resources that depend on a change in the same update. Not compared, not an output. Default: each resource is looked up separately.",
};

const NEEDS_LIMIT =
  "requires `maxLossRatio`; `100` expects only a complete detection";

/**
 * Differs from the dynamic provider's description, since the stack's config does not reach an explicit provider of a plugin.
 */
const PROVIDER =
  "Another account or region than the stack's own. Resources and functions with this `provider` are looked up there.\n\nThe arguments have the names of the settings. A provider does not use the stack's config. From the environment, it uses the settings for this machine's network (proxies, certificate authorities, retries). Without its own credentials, it also signs in with the environment or the machine.";

/** The text of the schema. */
export function schema(): Promise<string> {
  const { checker, exported: entries } = exportsOf(["sdk/index.ts"]);
  const exported = new Map(
    entries.flat().map((symbol) => [symbol.name, symbol]),
  );
  const reader = new TypeReader(checker);
  const shape = (name: string) => {
    const symbol = exported.get(name);
    if (!symbol) throw new Error(`the package does not export ${name}`);
    return reader.shape(checker.getDeclaredTypeOfSymbol(symbol));
  };
  const described = (name: string) => {
    const symbol = exported.get(name);
    return symbol ? reader.description(symbol) : "";
  };
  const resource = (name: string, more: Record<string, Property> = {}) => {
    const { properties, required } = shape("VifPeerDetectionOutputs");
    const inputs = shape(`${name}Args`);
    return {
      description: described(name),
      properties,
      required,
      inputProperties: { ...inputs.properties, ...more },
      requiredInputs: inputs.required,
      aliases: [{ type: `pulumi-nodejs:dynamic/huaweicloud-dc:${name}` }],
    };
  };
  const getter = (name: string) => {
    const title = name.replace(/^g/, "G");
    const inputs = shape(`${title}Args`);
    return {
      description: described(name),
      inputs: { ...inputs, type: "object" },
      outputs: { ...shape(`${title}Result`), type: "object" },
    };
  };
  const { properties: config } = shape("ProviderArgs");
  for (const name of SECRET_SETTINGS) {
    config[name] = { ...config[name], secret: true };
  }
  const text = JSON.stringify({
    name: PACKAGE,
    displayName: "Huawei Cloud Direct Connect",
    description:
      "Gate deployments on the connectivity detection of Huawei Cloud Direct Connect lines.",
    keywords: ["pulumi", "huaweicloud", "direct-connect", "category/network"],
    license: "Apache-2.0",
    language: {
      go: {
        importBasePath: "pulumi-huaweicloud-dc/sdk/dc",
        modulePath: "pulumi-huaweicloud-dc/sdk/dc",
        rootPackageName: "dc",
        respectSchemaVersion: true,
      },
      python: {
        packageName: "pulumi_huaweicloud_dc",
        pyproject: { enabled: true },
        respectSchemaVersion: true,
        requires: { pulumi: ">=3.142.0,<4.0.0" },
      },
    },
    config: { variables: withoutChoices(config) },
    provider: {
      description: PROVIDER,
      inputProperties: config,
    },
    resources: {
      [`${PACKAGE}:index:VifPeerDetection`]: resource("VifPeerDetection", {
        batch: BATCH,
      }),
      [`${PACKAGE}:index:VifPeerDetectionRun`]: resource("VifPeerDetectionRun"),
    },
    functions: Object.fromEntries(
      [...exported.keys()]
        .filter((name) => exported.has(`${name}Output`))
        .map((name) => [`${PACKAGE}:index:${name}`, getter(name)]),
    ),
    types: reader.types,
  });
  return format(text, { parser: "json" });
}

/** Java's SDK does not compile with a config variable of several types. */
function withoutChoices(
  properties: Record<string, Property>,
): Record<string, Property> {
  return Object.fromEntries(
    Object.entries(properties).map(([name, { oneOf, ...property }]) => [
      name,
      oneOf ? { ...property, $ref: "pulumi.json#/Any" } : property,
    ]),
  );
}

/** Converts types to those of the schema. Objects get a name and an entry in `types`. */
class TypeReader {
  readonly types: Record<string, Shape> = {};

  constructor(private readonly checker: ts.TypeChecker) {}

  /** The properties of a type. A union has the properties of all members, and requires those that all members require. */
  shape(type: ts.Type): Shape {
    const members = type.isUnion() ? type.types : [type];
    const properties: Record<string, Property> = {};
    const optional = new Set<string>();
    for (const member of members) {
      for (const property of member.getProperties()) {
        const { name } = property;
        const isOptional = property.flags & ts.SymbolFlags.Optional;
        const of = this.checker.getTypeOfSymbol(property);
        if (isOptional || this.#isNullable(of)) optional.add(name);
        properties[name] ??= {
          ...this.property(of, name),
          description: [this.description(property), this.#choices(of)]
            .filter(Boolean)
            .join(" "),
        };
      }
    }
    const required = Object.keys(properties).filter(
      (name) => !optional.has(name),
    );
    return { properties, required };
  }

  description(symbol: ts.Symbol): string {
    return ts
      .displayPartsToString(symbol.getDocumentationComment(this.checker))
      .replace(/\n*```ts[^]*?```/g, "")
      .replaceAll("huaweicloud:", `${PACKAGE}:`)
      .replaceAll("`null`", "absent")
      .replace(
        /`\{\}`\s+(?:expects|asks for)\s+a\s+complete\s+detection/,
        NEEDS_LIMIT,
      )
      .replace(/Default: any\.$/, "Required in `expect`.")
      .replaceAll(/ Not\s+saved\./g, "")
      .replace("Waits during an update", "Waits during a preview or an update")
      .replace(/\s*A preview does not wait: [^.]*\./, "")
      .replace(/\s*\([^()]*JavaScript[^()]*\)/, "");
  }

  property(type: ts.Type, name: string): Property {
    const options = this.#options(type).map((one) => this.#single(one, name));
    const different = [
      ...new Map(options.map((one) => [JSON.stringify(one), one])).values(),
    ];
    const [first = { $ref: "pulumi.json#/Any" }] = different;
    return different.length > 1 ? { oneOf: different } : first;
  }

  /** Lists literals, since the schema says only that they are strings. */
  #choices(type: ts.Type): string {
    const options = this.#options(type);
    const literals = options
      .filter((one) => one.isStringLiteral())
      .map(({ value }) => `\`${value}\``);
    return literals.length === 0
      ? ""
      : `One of ${literals.join(", ")}${literals.length < options.length ? ", or an object" : ""}.`;
  }

  #isNullable(type: ts.Type): boolean {
    return (type.isUnion() ? type.types : [type]).some(
      ({ flags }) => flags & (ts.TypeFlags.Null | ts.TypeFlags.Undefined),
    );
  }

  /** The possible types of a value, without promises and outputs. */
  #options(type: ts.Type): ts.Type[] {
    return (type.isUnion() ? type.types : [type]).filter(
      (one) =>
        !(one.flags & (ts.TypeFlags.Null | ts.TypeFlags.Undefined)) &&
        !["Promise", "OutputInstance"].includes(
          // Primitive types have no symbol.
          (one.symbol as ts.Symbol | undefined)?.name ?? "",
        ) &&
        !one.isIntersection(),
    );
  }

  #single(type: ts.Type, name: string): Property {
    const { flags } = type;
    if (flags & ts.TypeFlags.StringLike) return { type: "string" };
    if (flags & ts.TypeFlags.NumberLike) return { type: "number" };
    if (flags & ts.TypeFlags.BooleanLike) return { type: "boolean" };
    const [item] = this.checker.isArrayType(type)
      ? this.checker.getTypeArguments(type as ts.TypeReference)
      : [];
    if (item) return { type: "array", items: this.property(item, name) };
    if (!(flags & ts.TypeFlags.Object)) return { $ref: "pulumi.json#/Any" };
    const { symbol } = type;
    const title = symbol.name.startsWith("__")
      ? name.replace(/^./, (letter) => letter.toUpperCase())
      : symbol.name;
    const token = `${PACKAGE}:index:${title}`;
    this.types[token] ??= {
      description: this.description(symbol),
      ...this.shape(type),
      type: "object",
    };
    return { $ref: `#/types/${token}` };
  }
}

if (require.main === module) {
  void schema().then((text) => writeFile(FILE, text));
}
