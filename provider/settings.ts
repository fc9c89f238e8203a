import * as v from "valibot";
import { parseEndpoint } from "./endpoints.js";
import { SettingsError } from "./errors.js";
import { Secret } from "./secret.js";
import { TIME_ZONE } from "./time.js";

/** Where settings come from: the stack's config, and the environment of the process. */
export interface SettingsSource {
  /** A value of the config by its full key, such as `huaweicloud:region`. */
  readonly config: (key: string) => string | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** The config keys and their variables, as the Terraform provider has them; the first variable set wins. */
const VARIABLES = {
  region: ["HW_REGION_NAME", "OS_REGION_NAME"],
  projectId: ["HW_PROJECT_ID", "OS_PROJECT_ID"],
  token: ["HW_AUTH_TOKEN", "OS_AUTH_TOKEN"],
  accessKey: ["HW_ACCESS_KEY", "OS_ACCESS_KEY"],
  secretKey: ["HW_SECRET_KEY", "OS_SECRET_KEY"],
  securityToken: ["HW_SECURITY_TOKEN"],
  cloud: ["HW_CLOUD"],
  endpoints: [],
  timeZone: [],
} satisfies Record<string, string[]>;

export type SettingName = keyof typeof VARIABLES;

/** How requests are authenticated; `source` says where that was set, for messages. */
export type Credentials =
  | { readonly kind: "token"; readonly token: Secret; readonly source: string }
  | {
      readonly kind: "accessKey";
      readonly accessKey: string;
      readonly secretKey: Secret;
      readonly securityToken?: Secret | undefined;
      readonly source: string;
    };

export interface Settings {
  readonly region: string;
  readonly projectId: string;
  readonly cloud: string | undefined;
  readonly endpoints: { readonly dc?: URL | undefined };
  readonly credentials: Credentials;
  /** The zone of the API's times that name none. */
  readonly timeZone: string;
  /** Whether an unmet expectation stops the deployment. */
  readonly gate: "enforce" | "warn";
}

/** What a resource or function may set itself. */
export interface Overrides {
  readonly region?: string | undefined;
  readonly projectId?: string | undefined;
}

export const REGION = /^[a-z0-9]+(-[a-z0-9]+)*$/i;
export const PROJECT_ID = /^[\w-]{1,64}$/;
const HOST = /^[a-z0-9-]+(\.[a-z0-9-]+)+$/i;
/** What an HTTP header can hold without being quoted or refused. */
const HEADER_VALUE = /^[\x21-\x7e]+$/;

const Endpoints = v.record(v.string(), v.string());

/** Reads all settings and reports everything that is missing or malformed at once. */
export function readSettings(
  source: SettingsSource,
  overrides: Overrides,
): Settings {
  const problems: string[] = [];
  const text = (name: SettingName) => read(source, name)?.text;
  const matching = (name: SettingName, pattern: RegExp, form: string) => {
    const value = text(name);
    if (value === undefined || pattern.test(value)) return value;
    problems.push(`${label(name)} is not ${form}`);
    return undefined;
  };
  const required = (
    name: "region" | "projectId",
    pattern: RegExp,
    example: string,
  ) => {
    const value = overrides[name] ?? text(name);
    if (value === undefined) {
      problems.push(
        `${label(name)} is missing: pulumi config set huaweicloud:${name} ${example}`,
      );
    } else if (!pattern.test(value)) {
      problems.push(
        `${label(name)} is malformed: "${value}" should look like ${example}`,
      );
    }
    return value ?? "";
  };

  const settings = {
    region: required("region", REGION, "cn-north-4"),
    projectId: required(
      "projectId",
      PROJECT_ID,
      "b197c48159d44a66b32c538c3f8da89a",
    ),
    cloud: matching("cloud", HOST, "a domain such as myhuaweicloud.com"),
    endpoints: readEndpoints(text("endpoints"), problems),
    credentials: readCredentials(source, problems),
    timeZone:
      matching("timeZone", TIME_ZONE, "an offset such as +08:00") ?? "Z",
    gate: readGate(source, problems),
  };
  if (problems.length > 0 || settings.credentials === undefined) {
    throw new SettingsError(problems);
  }
  return { ...settings, credentials: settings.credentials };
}

/** Only the environment can open the gate, so that it is open for one run and never stays so in a file. */
function readGate(
  { environment }: SettingsSource,
  problems: string[],
): Settings["gate"] {
  const gate = environment["HUAWEICLOUD_DC_GATE"]?.trim();
  if (!gate || gate === "enforce") return "enforce";
  if (gate === "warn") return gate;
  problems.push(
    `HUAWEICLOUD_DC_GATE is "${gate}": only warn is known, which turns unmet expectations into warnings`,
  );
  return "enforce";
}

function readCredentials(
  source: SettingsSource,
  problems: string[],
): Credentials | undefined {
  const secret = (name: SettingName) => {
    const found = read(source, name);
    if (found === undefined || HEADER_VALUE.test(found.text)) return found;
    problems.push(
      `${found.origin} holds characters that no credential has, such as a space or a line break`,
    );
    return undefined;
  };
  const before = problems.length;
  const token = secret("token");
  if (token) {
    return {
      kind: "token",
      token: new Secret(token.text),
      source: token.origin,
    };
  }
  const accessKey = secret("accessKey");
  const secretKey = secret("secretKey");
  const securityToken = secret("securityToken");
  if (accessKey && secretKey) {
    return {
      kind: "accessKey",
      accessKey: accessKey.text,
      secretKey: new Secret(secretKey.text),
      securityToken: securityToken && new Secret(securityToken.text),
      source:
        accessKey.origin === secretKey.origin
          ? accessKey.origin
          : `${accessKey.origin} and ${secretKey.origin}`,
    };
  }
  if (problems.length > before) return undefined;
  if (accessKey) {
    problems.push(`${accessKey.origin} is set, ${label("secretKey")} is not`);
  } else if (secretKey) {
    problems.push(`${secretKey.origin} is set, ${label("accessKey")} is not`);
  } else {
    problems.push(
      `no credentials: set ${label("token")}, or ${label("accessKey")} and ${label("secretKey")}: pulumi config set --secret huaweicloud:secretKey`,
    );
  }
  return undefined;
}

function readEndpoints(
  text: string | undefined,
  problems: string[],
): Settings["endpoints"] {
  if (text === undefined) return {};
  const example =
    "pulumi config set --path huaweicloud:endpoints.dc https://dcaas.example.com";
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    json = undefined;
  }
  const parsed = v.safeParse(Endpoints, json);
  if (!parsed.success) {
    problems.push(
      `huaweicloud:endpoints is not an object of URLs, as by: ${example}`,
    );
    return {};
  }
  const endpoint = (name: string) => {
    const value = parsed.output[name];
    try {
      return value === undefined ? undefined : parseEndpoint(value.trim());
    } catch (error) {
      problems.push(
        `huaweicloud:endpoints.${name} ${(error as Error).message}`,
      );
      return undefined;
    }
  };
  return { dc: endpoint("dc") };
}

/** A setting and where it was found: config before environment; blank is as good as absent. */
function read(
  source: SettingsSource,
  name: SettingName,
): { text: string; origin: string } | undefined {
  const key = `huaweicloud:${name}`;
  const origins = [
    [key, source.config(key)] as const,
    ...VARIABLES[name].map(
      (variable) => [variable, source.environment[variable]] as const,
    ),
  ];
  for (const [origin, value] of origins) {
    const text = value?.trim();
    if (text) return { text, origin };
  }
  return undefined;
}

function label(name: SettingName): string {
  const [variable] = VARIABLES[name];
  const key = `huaweicloud:${name}`;
  return variable === undefined ? key : `${key} (${variable})`;
}
