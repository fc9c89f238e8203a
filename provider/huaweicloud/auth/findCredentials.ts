import { SettingsError } from "../errors.js";
import { Secret } from "../secret.js";
import {
  find,
  label,
  type SettingName,
  type SettingsSource,
} from "../settings.js";
import type { AgencyKeys } from "./metadataService.js";
import type { Credentials } from "./credentials.js";
import { readCredentialsFile, readProfile } from "./profiles.js";

/** One way to sign in: credentials, or a line that says what was looked at and what is missing. */
type Way = (source: SettingsSource) => Promise<Credentials | string>;

/** What an HTTP header can hold without being quoted or refused. */
const HEADER_VALUE = /^[\x21-\x7e]+$/;

const CREDENTIAL_SETTINGS: readonly string[] = [
  "token",
  "accessKey",
  "secretKey",
  "securityToken",
  "userName",
  "userId",
  "password",
].map((name) => `huaweicloud:${name}`);

/** The first way that is complete wins. Throws a list of what was looked at where none is. */
export async function findCredentials(
  source: SettingsSource,
  agencyKeys: AgencyKeys,
): Promise<Credentials> {
  const agency: Way = async () => {
    const missing = await agencyKeys.problem();
    return (
      missing ?? { kind: "agency", keys: agencyKeys, source: agencyKeys.source }
    );
  };
  const looked: string[] = [];
  for (const way of [
    ...SETTINGS,
    readProfile,
    readCredentialsFile,
    sdkVariables,
    agency,
  ]) {
    const found = await way(source);
    if (typeof found === "object") return found;
    looked.push(found);
  }
  throw new SettingsError([
    [
      "no credentials were found. Set one of these, secrets with pulumi config set --secret; the first that is complete is used:",
      ...looked.map((line) => `    ${line}`),
    ].join("\n"),
  ]);
}

/** Those that the environment alone has, for when what the config has is refused: a saved token may have expired. */
export async function credentialsOfEnvironment({
  config,
  environment,
}: SettingsSource): Promise<Credentials | undefined> {
  const source = {
    config: (key: string) =>
      CREDENTIAL_SETTINGS.includes(key) ? undefined : config(key),
    environment,
  };
  for (const way of [...SETTINGS, sdkVariables]) {
    const found = await way(source);
    if (typeof found === "object") return found;
  }
  return undefined;
}

const token: Way = (source) => {
  const token = secret(source, "token");
  return Promise.resolve(
    token
      ? { kind: "token", token: new Secret(token.text), source: token.origin }
      : lacking("a token", [["token", token]]),
  );
};

const accessKey: Way = (source) => {
  const accessKey = secret(source, "accessKey");
  const secretKey = secret(source, "secretKey");
  const securityToken = secret(source, "securityToken");
  return Promise.resolve(
    accessKey && secretKey
      ? {
          kind: "accessKey",
          accessKey: accessKey.text,
          secretKey: new Secret(secretKey.text),
          securityToken: securityToken && new Secret(securityToken.text),
          source: both(accessKey.origin, secretKey.origin),
        }
      : lacking("an access key", [
          ["accessKey", accessKey],
          ["secretKey", secretKey],
        ]),
  );
};

const password: Way = (source) => {
  const [name, id, password, domainName, domainId] = [
    find(source, "userName"),
    find(source, "userId"),
    find(source, "password"),
    find(source, "domainName"),
    find(source, "domainId"),
  ];
  const domain = domainId
    ? { id: domainId.text }
    : domainName && { name: domainName.text };
  const user = id
    ? { id: id.text }
    : name && domain && { name: name.text, domain };
  return Promise.resolve(
    user && password
      ? {
          kind: "password",
          user,
          password: new Secret(password.text),
          source: both((id ?? name)?.origin ?? "", password.origin),
        }
      : lacking("a user's password", [
          ["userName", id ?? name],
          ["password", password],
          ["domainName", id ?? domainId ?? domainName],
        ]),
  );
};

const SETTINGS: readonly Way[] = [token, accessKey, password];

const sdkVariables: Way = ({ environment }) => {
  const variable = (name: string) =>
    environment[`HUAWEICLOUD_SDK_${name}`]?.trim() || undefined;
  const [accessKey, secretKey] = [variable("AK"), variable("SK")];
  const securityToken = variable("SECURITY_TOKEN");
  const projectId = variable("PROJECT_ID");
  const source = "HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK";
  return Promise.resolve(
    accessKey !== undefined && secretKey !== undefined
      ? {
          kind: "accessKey",
          accessKey,
          secretKey: new Secret(secretKey),
          securityToken:
            securityToken === undefined ? undefined : new Secret(securityToken),
          source,
          projectId,
        }
      : `the SDKs' variables: ${source} are not both set`,
  );
};

type Found = ReturnType<typeof find>;

function secret(source: SettingsSource, name: SettingName): Found {
  const found = find(source, name);
  if (found === undefined || HEADER_VALUE.test(found.text)) return found;
  throw new SettingsError([
    `${found.origin} holds characters that no credential has, such as a space or a line break`,
  ]);
}

/** What there is of a way, and what is missing. */
function lacking(
  what: string,
  settings: readonly (readonly [SettingName, Found])[],
): string {
  const set = settings.flatMap(([, found]) => found?.origin ?? []);
  const missing = settings.flatMap(([name, found]) =>
    found ? [] : label(name),
  );
  const lines =
    set.length === 0
      ? `${missing.join(", ")}: not set`
      : `${set.join(", ")}: set, but not ${missing.join(", ")}`;
  return `${what}: ${lines}`;
}

function both(origin: string, other: string): string {
  return origin === other ? origin : `${origin} and ${other}`;
}
