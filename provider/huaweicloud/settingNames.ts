/** Where settings come from: the stack's config, and the environment of the process. */
export interface SettingsSource {
  /** A value of the config by its full key, such as `huaweicloud:region`. */
  readonly config: (key: string) => string | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The provider of the program whose config it is; without one, it is the stack's. */
  readonly provider?: {
    readonly name: string;
    /** Whether credentials are taken from its config alone. */
    readonly isolated: boolean;
  };
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
  assumeRole: [],
  assumeRoleWithOidc: [],
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

/** Names that belong together: the config's keys, or the variables of one prefix. */
export type Family = "config" | "HW_" | "OS_";
export const FAMILIES: readonly Family[] = ["config", "HW_", "OS_"];

/** A value, and the key or variable that holds it. */
export interface Found {
  readonly text: string;
  readonly origin: string;
}

/** The first of the families that has a setting: config before environment; blank is as good as absent. */
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

/** What a setting is called in a family; nothing where the family doesn't have it. */
export function namesIn(family: Family, name: SettingName): readonly string[] {
  return family === "config"
    ? [NAMESPACE + name]
    : VARIABLES[name].filter((variable) => variable.startsWith(family));
}

/** What a setting is called: its key, and the first of its variables. */
export function label(name: SettingName): string {
  const [variable] = VARIABLES[name];
  const key = NAMESPACE + name;
  return variable === undefined ? key : `${key} (${variable})`;
}

/** Whether a value was pasted with the quotes around it. */
export function isQuoted(text: string): boolean {
  return /^(["'`]).*\1$/s.test(text) || /^[“‘].*[”’]$/s.test(text);
}

const NAMESPACE = "huaweicloud:";
