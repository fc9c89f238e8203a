/** The sources of settings: the stack's config and the environment of the process. */
export interface SettingsSource {
  /** Gets a config value by its full key, such as `huaweicloud:region`. */
  readonly config: (key: string) => string | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The program's provider that has this config; without it, the config is the stack's. */
  readonly provider?: {
    readonly name: string;
    /** Whether the credentials come only from its config. */
    readonly isolated: boolean;
  };
}

/** The settings that say who asks, with their variables: a `Provider` that has one of them takes none of the stack's. */
const CREDENTIALS = {
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
  assumeRoleWithOidc: [],
  sharedConfigFile: ["HW_SHARED_CONFIG_FILE"],
  profile: ["HW_PROFILE"],
} satisfies Record<string, string[]>;

/** The config keys and their variables, as in the Terraform provider. The first variable that is set wins. */
export const VARIABLES = {
  region: ["HW_REGION_NAME", "OS_REGION_NAME"],
  projectId: ["HW_PROJECT_ID", "OS_PROJECT_ID", "OS_TENANT_ID"],
  projectName: ["HW_PROJECT_NAME", "OS_PROJECT_NAME", "OS_TENANT_NAME"],
  ...CREDENTIALS,
  assumeRole: [],
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

/** Saved as secrets, even if they are set in plain text. */
export const SECRET_SETTINGS = [
  "token",
  "accessKey",
  "secretKey",
  "securityToken",
  "password",
  "assumeRoleWithOidc",
] as const satisfies readonly CredentialName[];

/** The settings that determine the identity. */
export const CREDENTIAL_SETTINGS = Object.keys(
  CREDENTIALS,
) as readonly CredentialName[];

/** The only settings that a way to sign in may send. */
export type CredentialName = keyof typeof CREDENTIALS;
export type SettingName = keyof typeof VARIABLES;

/** A family of names: the config keys, or the variables with one prefix. */
export type Family = "config" | "HW_" | "OS_";
export const FAMILIES: readonly Family[] = ["config", "HW_", "OS_"];

/** A value, and the key or variable that it comes from. */
export interface Found {
  readonly text: string;
  readonly origin: string;
}

/** Finds a setting in the first family that has it. A blank value counts as missing. */
export function find(
  { config, environment }: SettingsSource,
  name: SettingName,
  families = FAMILIES,
): Found | undefined {
  for (const origin of families.flatMap((family) => namesIn(family, name))) {
    const value = origin.startsWith(NAMESPACE)
      ? config(origin)
      : environment[origin];
    const text = value?.trim();
    if (text) return { text, origin };
  }
  return undefined;
}

/** The names of a setting in a family; empty if the family lacks it. */
export function namesIn(family: Family, name: SettingName): readonly string[] {
  return family === "config"
    ? [configKey(name)]
    : VARIABLES[name].filter((variable) => variable.startsWith(family));
}

/** The name of a setting for messages: its key and its first variable. */
export function label(name: SettingName): string {
  const [variable] = VARIABLES[name];
  const key = configKey(name);
  return variable === undefined ? key : `${key} (${variable})`;
}

/** A setting in the config's format: the engine passes all values to a provider as strings, and objects as JSON. */
export function settingText(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** Whether a value is wrapped in quotes. */
export function isQuoted(text: string): boolean {
  return /^(["'`]).*\1$/s.test(text) || /^[“‘].*[”’]$/s.test(text);
}

/** The plugin's build sets this: the engine passes a plugin only the config of its own package. */
declare const CONFIG_NAMESPACE: string | undefined;
const NAMESPACE =
  typeof CONFIG_NAMESPACE === "string" ? CONFIG_NAMESPACE : "huaweicloud:";

/** The config key of a setting, such as `huaweicloud:region`. */
export function configKey(name: string): string {
  return NAMESPACE + name;
}

/** The services whose address can be set: `huaweicloud:endpoints`. */
export const ENDPOINTS = ["dc", "iam", "sts", "metadata"] as const;
export type EndpointName = (typeof ENDPOINTS)[number];
