import * as v from "valibot";
import { parseDuration } from "../units/index.js";
import { parseJson } from "./json.js";
import { nearest, find, type SettingsSource } from "../settings/index.js";

/** An agency to assume, as Huawei Cloud calls it; Terraform calls it a role. */
export interface AssumedRole {
  readonly agencyName: string;
  /** The account that owns the agency. */
  readonly domain: { readonly id: string } | { readonly name: string };
  /** How long its keys are valid. Default: an hour. */
  readonly durationSeconds: number | undefined;
  /** The name of the project to look in. Default: the setting `projectName`, or else the region's own project. */
  readonly projectName?: string | undefined;
}

/** All agencies to assume, in order, and the settings that name them. */
export interface AssumedRoles {
  readonly roles: readonly AssumedRole[];
  /** The keys and variables of these settings. */
  readonly origins: readonly string[];
  readonly fromConfig: boolean;
  /** The variables that name another agency. */
  readonly unused: readonly string[];
}

/** Terraform's variables for an agency. If they also name an identity provider, they belong to sign-in with an id token. */
export const ROLE_VARIABLES = {
  agencyName: "HW_ASSUME_ROLE_AGENCY_NAME",
  domainName: "HW_ASSUME_ROLE_DOMAIN_NAME",
  domainId: "HW_ASSUME_ROLE_DOMAIN_ID",
  duration: "HW_ASSUME_ROLE_DURATION",
} as const;
export const IDP_ID_VARIABLE = "HW_ASSUME_ROLE_IDP_ID";
export const ID_TOKEN_VARIABLES = {
  idToken: "HW_ASSUME_ROLE_ID_TOKEN",
  idTokenFile: "HW_ASSUME_ROLE_ID_TOKEN_FILE",
} as const;
/** The variables of older Terraform configurations. */
const OLD_VARIABLES = {
  agencyName: "OS_AGENCY_NAME",
  domainName: "OS_AGENCY_DOMAIN_NAME",
  projectName: "OS_DELEGATED_PROJECT",
} as const;

type RoleParts = Partial<
  Record<
    "agencyName" | "domainName" | "domainId" | "duration" | "projectName",
    string
  >
>;

/** The parts of a role in the config. */
export const ROLE_KEYS = ["agencyName", "domainName", "domainId", "duration"];

const Parts = v.record(v.string(), v.union([v.string(), v.number()]));
const Roles = v.pipe(
  v.unknown(),
  v.transform((value): unknown => (Array.isArray(value) ? value : [value])),
  v.array(Parts),
);

/** IAM allows up to a day, STS up to half a day. */
const [MIN_SECONDS, MAX_SECONDS] = [900, 86_400];

/** The agencies from the config, else from the environment. Adds malformed settings to the problems. */
export function readRoles(
  source: SettingsSource,
  problems: string[],
): AssumedRoles | undefined {
  const { environment } = source;
  const given = find(source, "assumeRole");
  if (given) {
    const { origin, text } = given;
    const parsed = v.safeParse(Roles, parseJson(text));
    if (!parsed.success || parsed.output.length === 0) {
      problems.push(
        `${origin} should be an agency or a list of agencies, as set by: pulumi config set --path ${origin}.agencyName <agency>, and ${origin}.domainName <account>`,
      );
      return undefined;
    }
    const roles = parsed.output.flatMap((parts, index) => {
      const name =
        parsed.output.length > 1 ? `${origin}[${String(index)}]` : origin;
      return (
        readRole(
          textsOf(parts, ROLE_KEYS, name, problems),
          (part) => `${name}.${part}`,
          problems,
        ) ?? []
      );
    });
    const unused = roleVariables(environment).flatMap(({ origins }) => origins);
    return { roles, origins: [origin], fromConfig: true, unused };
  }
  const [first, ...others] = roleVariables(environment);
  if (!first) return undefined;
  const { names, parts, origins } = first;
  const nameOf = (part: string) =>
    (names as Record<string, string>)[part] ?? part;
  const role = readRole(parts, nameOf, problems);
  return {
    roles: role ? [role] : [],
    origins,
    fromConfig: false,
    unused: others.flatMap((one) => one.origins),
  };
}

/** The families of variables that name an agency, if at least one variable of the family is set. */
function roleVariables(environment: SettingsSource["environment"]) {
  const families = [
    ...(hasIdToken(environment) ? [] : [ROLE_VARIABLES]),
    OLD_VARIABLES,
  ];
  return families
    .map((names) => ({ names, ...variablesOf(environment, names) }))
    .filter(({ origins }) => origins.length > 0);
}

/** Whether Terraform's variables select sign-in with an id token. */
export function hasIdToken(
  environment: SettingsSource["environment"],
): boolean {
  const isSet = (name: string) => Boolean(environment[name]?.trim());
  return (
    isSet(IDP_ID_VARIABLE) && Object.values(ID_TOKEN_VARIABLES).some(isSet)
  );
}

/** The given variables that are set. */
export function variablesOf(
  environment: SettingsSource["environment"],
  names: Readonly<Record<string, string>>,
): { parts: Record<string, string>; origins: string[] } {
  const set = Object.entries(names).flatMap(([part, name]) => {
    const text = environment[name]?.trim();
    return text ? [{ part, name, text }] : [];
  });
  return {
    parts: Object.fromEntries(set.map(({ part, text }) => [part, text])),
    origins: set.map(({ name }) => name),
  };
}

/** The values of an object in the config as strings, without blank ones. Adds misspelled keys to the problems. */
export function textsOf(
  parts: Readonly<Record<string, string | number>>,
  known: readonly string[],
  origin: string,
  problems: string[],
): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const [key, value] of Object.entries(parts)) {
    const text = String(value).trim();
    if (!known.includes(key)) {
      const meant = nearest(key, known);
      problems.push(
        `${origin}.${key} is not a known key of an agency: ${meant === undefined ? `use ${known.join(", ")}` : `did you mean ${meant}?`}`,
      );
    } else if (text) texts[key] = text;
  }
  return texts;
}

/** @param nameOf the key or variable of a part, for messages */
export function readRole(
  { agencyName, domainName, domainId, duration, projectName }: RoleParts,
  nameOf: (part: string) => string,
  problems: string[],
): AssumedRole | undefined {
  const durationSeconds = readDuration(duration, nameOf("duration"), problems);
  const missing = [
    ...(agencyName ? [] : [nameOf("agencyName")]),
    ...(domainId || domainName
      ? []
      : [
          [...new Set([nameOf("domainName"), nameOf("domainId")])]
            .filter((name) => name !== "domainId")
            .join(" or "),
        ]),
  ];
  if (!agencyName || missing.length > 0) {
    problems.push(
      `${missing.join(" and ")} ${missing.length === 1 ? "is" : "are"} missing, but required to assume an agency: without it, another account would be used`,
    );
    return undefined;
  }
  return {
    agencyName,
    domain: domainId ? { id: domainId } : { name: domainName ?? "" },
    durationSeconds,
    projectName,
  };
}

/** Parses a number of seconds, as in Terraform, or a duration such as `1h`. */
export function readDuration(
  text: string | undefined,
  origin: string,
  problems: string[],
): number | undefined {
  if (text === undefined) return undefined;
  try {
    const seconds = /^\d+$/.test(text)
      ? Number(text)
      : parseDuration(text) / 1000;
    if (seconds >= MIN_SECONDS && seconds <= MAX_SECONDS) return seconds;
  } catch {
    // Reported below.
  }
  problems.push(
    `${origin} is "${text}", but should be a number of seconds from ${String(MIN_SECONDS)} to ${String(MAX_SECONDS)}, or a duration such as 1h`,
  );
  return undefined;
}

/** The account that owns an agency, for messages. */
export function accountOf({ domain }: Pick<AssumedRole, "domain">): string {
  return "id" in domain ? domain.id : domain.name;
}
