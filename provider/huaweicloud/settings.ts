import * as v from "valibot";
import { parseDuration, TIME_ZONE } from "../units/index.js";
import { type AssumedRoles, readRoles } from "./assumedRoles.js";
import { parseEndpoint } from "./endpoints.js";
import {
  MAX_CONCURRENT_REQUESTS,
  MAX_RETRIES,
  REQUEST_TIMEOUT_MS,
  TIMEOUT_MS,
} from "./http/backoff.js";
import type { TransportOptions } from "./http/transport.js";
import { parseJson } from "./json.js";
import {
  configKey,
  nearest,
  ENDPOINTS,
  type EndpointName,
  find,
  isQuoted,
  type SettingName,
  type SettingsSource,
} from "../settings/index.js";

/** All settings except the credentials, which `auth/findCredentials.ts` finds. */
export interface Settings {
  readonly region: string | undefined;
  readonly projectId: string | undefined;
  readonly projectName: string | undefined;
  readonly cloud: string | undefined;
  /** The IAM endpoint that issues tokens. */
  readonly authUrl: URL | undefined;
  readonly endpoints: Partial<Record<EndpointName, URL>>;
  readonly network: NetworkSettings;
  /** The time zone of the API's times that don't include one. */
  readonly timeZone: string;
  /** The agencies to assume, whatever the credentials. */
  readonly assumed: AssumedRoles | undefined;
  /**
   * What to do about an unmet expectation: stop the deployment (`enforce`), judge the last saved result in an outage
   * (`last`), or only warn, in an outage too (`warn`).
   */
  readonly gate: "enforce" | "last" | "warn";
  /** The key or variable that each setting comes from, including malformed ones. */
  readonly origins: Readonly<Partial<Record<SettingName, string>>>;
  /** Every malformed setting. */
  readonly problems: readonly string[];
}

export interface NetworkSettings extends TransportOptions {
  readonly cacertFile: string | undefined;
  /** The key or variable that names the file. */
  readonly cacertSetting?: string | undefined;
  /** Whether certificates are not verified. */
  readonly insecure: boolean;
}

/** Settings that a resource or function may override. */
export interface Overrides {
  readonly region?: string | undefined;
  readonly projectId?: string | undefined;
}

export const REGION = /^[a-z0-9]+(-[a-z0-9]+)*$/;
export const PROJECT_ID = /^[\w-]{1,64}$/;
const HOST = /^[a-z0-9-]+(\.[a-z0-9-]+)+$/i;
/** Longer than anyone waits; timers can't exceed 25 days. */
const MAX_DURATION_MS = 24 * 3_600_000;

const Endpoints = v.record(v.string(), v.string());
/** Endpoints of the Huawei Cloud provider that manages resources, which uses the same config namespace. */
const OTHER_ENDPOINTS =
  "autoscaling ecs ims vpc nat evs obs sfs cce rds dds".split(" ");

/** Settings of the provider that manages resources that have other names here. Ignoring them would use another account. */
const OTHER_ROLES = ["assumeRoles", "agencyName"];

/** Reads all settings and collects every problem, so that one error can report them all. */
export function readSettings(source: SettingsSource): Settings {
  const problems: string[] = [];
  const origins: Partial<Record<SettingName, string>> = {};
  /** Reads and parses a setting. The message of an error from `parse` follows the setting's name. */
  const read = <T>(
    name: SettingName,
    parse: (text: string) => T,
  ): T | undefined => {
    const found = find(source, name);
    if (!found) return undefined;
    const { text, origin } = found;
    origins[name] = origin;
    try {
      if (isQuoted(text))
        throw new Error("is in quotes: set it without the quotes");
      return parse(text);
    } catch (error) {
      problems.push(`${origin} ${(error as Error).message}`);
      return undefined;
    }
  };
  const settings = {
    region: read("region", region),
    projectId: read(
      "projectId",
      like(PROJECT_ID, "an id, such as b197c48159d44a66b32c538c3f8da89a"),
    ),
    projectName: read("projectName", String),
    cloud: read("cloud", like(HOST, "a domain, such as myhuaweicloud.com")),
    authUrl: read("authUrl", parseEndpoint),
    endpoints: readEndpoints(source, problems),
    network: {
      maxRetries: read("maxRetries", wholeNumber(0, 20)) ?? MAX_RETRIES,
      requestTimeoutMs: read("requestTimeout", timeout) ?? REQUEST_TIMEOUT_MS,
      timeoutMs: read("timeout", timeout) ?? TIMEOUT_MS,
      maxConcurrentRequests:
        read("maxConcurrentRequests", wholeNumber(1, 1000)) ??
        MAX_CONCURRENT_REQUESTS,
      cacertFile: read("cacertFile", String),
      ...(origins.cacertFile !== undefined && {
        cacertSetting: origins.cacertFile,
      }),
      insecure: read("insecure", boolean) ?? false,
    },
    timeZone:
      read("timeZone", like(TIME_ZONE, "an offset, such as +08:00")) ?? "Z",
    gate: readGate(source, problems),
    assumed: readRoles(source, problems),
  };
  refuseOtherRoles(source, problems);
  const isConfig = (name: SettingName) => origins[name] === configKey(name);
  // A project name in the config takes precedence over a project id in the environment.
  const projectId =
    isConfig("projectName") && !isConfig("projectId")
      ? undefined
      : settings.projectId;
  return { ...settings, projectId, origins, problems };
}

function region(text: string): string {
  if (REGION.test(text)) return text;
  const id = text.toLowerCase();
  throw new Error(
    `is "${text}", but should be a region id, such as cn-north-4${REGION.test(id) ? `: use ${id}` : ", not its name"}`,
  );
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
      `is "${text}", but should be a whole number from ${String(min)} to ${String(max)}`,
    );
  };
}

/** In whole milliseconds, for timers. */
function timeout(text: string): number {
  const ms = Math.ceil(parseDuration(text));
  if (ms <= 0) throw new Error(`is "${text}", but must be greater than 0`);
  if (ms <= MAX_DURATION_MS) return ms;
  throw new Error(`is "${text}", but must be at most 24h`);
}

function boolean(text: string): boolean {
  if (/^(true|1)$/i.test(text)) return true;
  if (/^(false|0)$/i.test(text)) return false;
  throw new Error(`is "${text}", but should be true or false`);
}

/** Only the environment can open the gate: for one run, and never permanently in a file. */
function readGate(
  { environment }: SettingsSource,
  problems: string[],
): Settings["gate"] {
  const gate = environment["HUAWEICLOUD_DC_GATE"]?.trim();
  if (!gate || gate === "enforce") return "enforce";
  if (gate === "warn" || gate === "last") return gate;
  problems.push(
    `HUAWEICLOUD_DC_GATE is "${gate}", but should be enforce, last or warn; last judges the saved result in an outage, warn turns unmet expectations into warnings`,
  );
  return "enforce";
}

/** Misspelt endpoints are errors, since they would send requests to the public cloud instead of a private one. */
function readEndpoints(
  source: SettingsSource,
  problems: string[],
): Settings["endpoints"] {
  for (const name of ENDPOINTS) {
    const flat = `${configKey("endpoints")}.${name}`;
    if (source.config(flat) !== undefined) {
      problems.push(
        `${flat} was set without --path, so it would be ignored: run pulumi config rm ${flat}, then pulumi config set --path ${flat} <URL>`,
      );
    }
  }
  const text = find(source, "endpoints")?.text;
  if (text === undefined) return {};
  const parsed = v.safeParse(Endpoints, parseJson(text));
  if (!parsed.success) {
    problems.push(
      `${configKey("endpoints")} should be an object of URLs, as set by: pulumi config set --path ${configKey("endpoints.dc")} https://dcaas.example.com`,
    );
    return {};
  }
  const endpoints: Partial<Record<EndpointName, URL>> = {};
  for (const [key, value] of Object.entries(parsed.output)) {
    const name = ENDPOINTS.find((one) => one === key);
    if (OTHER_ENDPOINTS.includes(key)) continue;
    try {
      if (!name) {
        const meant = nearest(key, ENDPOINTS);
        throw new Error(
          `is not a known endpoint${meant === undefined ? ": use dc, iam or sts" : `: did you mean endpoints.${meant}?`}`,
        );
      }
      endpoints[name] = parseEndpoint(value.trim());
    } catch (error) {
      problems.push(
        `${configKey("endpoints")}.${key} ${(error as Error).message}`,
      );
    }
  }
  return endpoints;
}

function refuseOtherRoles(
  { config }: SettingsSource,
  problems: string[],
): void {
  for (const name of OTHER_ROLES) {
    const key = configKey(name);
    if (!config(key)?.trim()) continue;
    problems.push(
      `${key} is set, but this package does not read it and would use another account: set ${configKey("assumeRole")} instead`,
    );
  }
}
