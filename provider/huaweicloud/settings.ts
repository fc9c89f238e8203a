import * as v from "valibot";
import { parseDuration } from "./duration.js";
import { parseEndpoint } from "./endpoints.js";
import {
  MAX_CONCURRENT_REQUESTS,
  MAX_RETRIES,
  REQUEST_TIMEOUT_MS,
  TIMEOUT_MS,
} from "./http/backoff.js";
import { TIME_ZONE } from "./time.js";

/** Where settings come from: the stack's config, and the environment of the process. */
export interface SettingsSource {
  /** A value of the config by its full key, such as `huaweicloud:region`. */
  readonly config: (key: string) => string | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** The config keys and their variables, as the Terraform provider has them; the first variable set wins. */
export const VARIABLES = {
  region: ["HW_REGION_NAME", "OS_REGION_NAME"],
  projectId: ["HW_PROJECT_ID", "OS_PROJECT_ID", "OS_TENANT_ID"],
  projectName: ["HW_PROJECT_NAME", "OS_PROJECT_NAME", "OS_TENANT_NAME"],
  token: ["HW_AUTH_TOKEN", "OS_AUTH_TOKEN"],
  accessKey: ["HW_ACCESS_KEY", "OS_ACCESS_KEY"],
  secretKey: ["HW_SECRET_KEY", "OS_SECRET_KEY"],
  securityToken: ["HW_SECURITY_TOKEN"],
  userName: ["HW_USER_NAME", "OS_USERNAME"],
  userId: ["HW_USER_ID", "OS_USER_ID"],
  password: ["HW_USER_PASSWORD", "OS_PASSWORD"],
  domainName: [
    "HW_DOMAIN_NAME",
    "OS_DOMAIN_NAME",
    "OS_USER_DOMAIN_NAME",
    "OS_PROJECT_DOMAIN_NAME",
  ],
  domainId: [
    "HW_DOMAIN_ID",
    "OS_DOMAIN_ID",
    "OS_USER_DOMAIN_ID",
    "OS_PROJECT_DOMAIN_ID",
  ],
  sharedConfigFile: ["HW_SHARED_CONFIG_FILE"],
  profile: ["HW_PROFILE"],
  cloud: ["HW_CLOUD"],
  authUrl: ["HW_AUTH_URL", "OS_AUTH_URL"],
  endpoints: [],
  cacertFile: ["HW_CACERT", "OS_CACERT"],
  insecure: ["HW_INSECURE", "OS_INSECURE"],
  maxRetries: ["HW_MAX_RETRIES"],
  requestTimeout: [],
  timeout: [],
  maxConcurrentRequests: [],
  timeZone: [],
} satisfies Record<string, string[]>;

export type SettingName = keyof typeof VARIABLES;

/** All settings but the credentials, which `auth/findCredentials.ts` finds. */
export interface Settings {
  readonly region: string | undefined;
  readonly projectId: string | undefined;
  readonly projectName: string | undefined;
  readonly cloud: string | undefined;
  /** Where tokens are issued. */
  readonly authUrl: URL | undefined;
  readonly endpoints: Partial<Record<EndpointName, URL>>;
  readonly network: NetworkSettings;
  /** The zone of the API's times that name none. */
  readonly timeZone: string;
  /** Whether an unmet expectation stops the deployment. */
  readonly gate: "enforce" | "warn";
  /** All that is malformed. */
  readonly problems: readonly string[];
}

export interface NetworkSettings {
  readonly maxRetries: number;
  /** Of one attempt. */
  readonly requestTimeoutMs: number;
  /** Of all attempts and the pauses between them. */
  readonly timeoutMs: number;
  readonly maxConcurrentRequests: number;
  readonly cacertFile: string | undefined;
  /** Whether certificates are not verified. */
  readonly insecure: boolean;
}

/** What a resource or function may set itself. */
export interface Overrides {
  readonly region?: string | undefined;
  readonly projectId?: string | undefined;
}

export const REGION = /^[a-z0-9]+(-[a-z0-9]+)*$/i;
export const PROJECT_ID = /^[\w-]{1,64}$/;
const HOST = /^[a-z0-9-]+(\.[a-z0-9-]+)+$/i;

const ENDPOINTS = ["dc", "iam", "metadata"] as const;
type EndpointName = (typeof ENDPOINTS)[number];
const Endpoints = v.record(v.string(), v.string());

/** Reads all settings; what is malformed is collected, so that it can be told at once. */
export function readSettings(source: SettingsSource): Settings {
  const problems: string[] = [];
  /** A setting in the form that `parse` gives it; `parse` throws what it should be. */
  const read = <T>(
    name: SettingName,
    parse: (text: string) => T,
  ): T | undefined => {
    const found = find(source, name);
    try {
      return found && parse(found.text);
    } catch (error) {
      problems.push(`${found?.origin ?? name} ${(error as Error).message}`);
      return undefined;
    }
  };
  return {
    region: read("region", like(REGION, "a region, such as cn-north-4")),
    projectId: read(
      "projectId",
      like(PROJECT_ID, "an id, such as b197c48159d44a66b32c538c3f8da89a"),
    ),
    projectName: read("projectName", String),
    cloud: read("cloud", like(HOST, "a domain, such as myhuaweicloud.com")),
    authUrl: read("authUrl", parseEndpoint),
    endpoints: readEndpoints(find(source, "endpoints")?.text, problems),
    network: {
      maxRetries: read("maxRetries", wholeNumber(0, 20)) ?? MAX_RETRIES,
      requestTimeoutMs: read("requestTimeout", timeout) ?? REQUEST_TIMEOUT_MS,
      timeoutMs: read("timeout", timeout) ?? TIMEOUT_MS,
      maxConcurrentRequests:
        read("maxConcurrentRequests", wholeNumber(1, 1000)) ??
        MAX_CONCURRENT_REQUESTS,
      cacertFile: read("cacertFile", String),
      insecure: read("insecure", boolean) ?? false,
    },
    timeZone:
      read("timeZone", like(TIME_ZONE, "an offset, such as +08:00")) ?? "Z",
    gate: readGate(source, problems),
    problems,
  };
}

/** A setting and where it was found: config before environment; blank is as good as absent. */
export function find(
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

/** How a setting is called: by its key, and the first of its variables. */
export function label(name: SettingName): string {
  const [variable] = VARIABLES[name];
  const key = `huaweicloud:${name}`;
  return variable === undefined ? key : `${key} (${variable})`;
}

function like(pattern: RegExp, form: string) {
  return (text: string) => {
    if (pattern.test(text)) return text;
    throw new Error(`is "${text}", but should be ${form}`);
  };
}

function wholeNumber(min: number, max: number) {
  return (text: string) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= min && value <= max) return value;
    throw new Error(
      `is "${text}", but should be a whole number, ${String(min)} to ${String(max)}`,
    );
  };
}

function timeout(text: string): number {
  if (parseDuration(text) > 0) return parseDuration(text);
  throw new Error("should be longer than nothing");
}

function boolean(text: string): boolean {
  if (/^(true|1)$/i.test(text)) return true;
  if (/^(false|0)$/i.test(text)) return false;
  throw new Error(`is "${text}", but should be true or false`);
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

function readEndpoints(
  text: string | undefined,
  problems: string[],
): Settings["endpoints"] {
  if (text === undefined) return {};
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    json = undefined;
  }
  const parsed = v.safeParse(Endpoints, json);
  if (!parsed.success) {
    problems.push(
      "huaweicloud:endpoints is not an object of URLs, as by: pulumi config set --path huaweicloud:endpoints.dc https://dcaas.example.com",
    );
    return {};
  }
  const endpoints: Partial<Record<EndpointName, URL>> = {};
  for (const name of ENDPOINTS) {
    const value = parsed.output[name];
    try {
      if (value !== undefined) endpoints[name] = parseEndpoint(value.trim());
    } catch (error) {
      problems.push(
        `huaweicloud:endpoints.${name} ${(error as Error).message}`,
      );
    }
  }
  return endpoints;
}
