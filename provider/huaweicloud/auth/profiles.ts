import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import * as v from "valibot";
import { SettingsError } from "../errors.js";
import { Secret } from "../secret.js";
import { find, type SettingsSource } from "../settings.js";
import type { Credentials } from "./credentials.js";

const Text = v.optional(v.string(), "");
const Profile = v.looseObject({
  name: v.string(),
  mode: v.optional(v.string(), "AKSK"),
  accessKeyId: Text,
  secretAccessKey: Text,
  securityToken: Text,
  region: Text,
  projectId: Text,
});
/** The file of KooCLI (`hcloud configure`). */
const SharedConfig = v.looseObject({
  current: Text,
  authEncrypt: v.optional(v.union([v.boolean(), v.string()])),
  profiles: v.array(Profile),
});

/** An access key as it is issued; encrypted ones are longer, and in base64. */
const PLAIN_ACCESS_KEY = /^\w{1,64}$/;

/**
 * A profile of KooCLI's file. A file or profile that is named must be there and usable; of the one that is looked at by
 * default, it is only told why it is not.
 *
 * @see https://support.huaweicloud.com/intl/en-us/usermanual-hcli/hcli_05_10.html
 */
export async function readProfile(
  source: SettingsSource,
): Promise<Credentials | string> {
  const file = find(source, "sharedConfigFile");
  const named = find(source, "profile");
  const path = file?.text ?? "~/.hcloud/config.json";
  try {
    return await profileIn(path, named?.text, source);
  } catch (error) {
    if (!(error instanceof Unusable)) throw error;
    if (!file && !named) return `a profile of KooCLI: ${error.message}`;
    const origin = [file?.origin, named?.origin].filter(Boolean).join(" and ");
    throw new SettingsError([`${origin}: ${error.message}`]);
  }
}

/** The file of the official SDKs. */
export async function readCredentialsFile(
  source: SettingsSource,
): Promise<Credentials | string> {
  const path = "~/.huaweicloud/credentials";
  let text: string;
  try {
    text = await read(path, source);
  } catch (error) {
    return `the SDKs' credentials file: ${(error as Error).message}`;
  }
  const { parse } = await import("ini");
  const { basic } = v.parse(CredentialsFile, parse(text));
  if (!basic.ak || !basic.sk) {
    return `the SDKs' credentials file: ${path} has no ak and sk under [basic]`;
  }
  return {
    kind: "accessKey",
    accessKey: basic.ak,
    secretKey: new Secret(basic.sk),
    securityToken: basic.security_token
      ? new Secret(basic.security_token)
      : undefined,
    projectId: basic.project_id || undefined,
    source: path,
  };
}

const Section = v.looseObject({
  ak: Text,
  sk: Text,
  security_token: Text,
  project_id: Text,
});
const CredentialsFile = v.fallback(v.looseObject({ basic: Section }), {
  basic: { ak: "", sk: "", security_token: "", project_id: "" },
});

/** Why a file or profile is of no use; complete as it is. */
class Unusable extends Error {}

async function profileIn(
  path: string,
  named: string | undefined,
  source: SettingsSource,
): Promise<Credentials> {
  const text = await read(path, source);
  const config = v.safeParse(SharedConfig, asJson(text));
  if (!config.success) {
    throw new Unusable(`${path} is not a file of KooCLI (hcloud configure)`);
  }
  const { profiles, current, authEncrypt } = config.output;
  const name = named ?? (current || profiles[0]?.name);
  const profile = profiles.find((one) => one.name === name);
  if (!profile) {
    const names = profiles.map((one) => one.name).join(", ") || "none";
    throw new Unusable(
      `${path} has no profile ${name ?? ""} (it has: ${names})`,
    );
  }
  const where = `profile ${profile.name} of ${path}`;
  if (profile.mode !== "AKSK") {
    throw new Unusable(
      `${where} has the mode ${profile.mode}, and only AKSK can be used: hcloud configure set --cli-profile=${profile.name} --cli-mode=AKSK, with an access key`,
    );
  }
  const { accessKeyId, secretAccessKey, securityToken } = profile;
  if (!accessKeyId || !secretAccessKey) {
    throw new Unusable(`${where} has no access key: hcloud configure`);
  }
  if (String(authEncrypt) === "true" || !PLAIN_ACCESS_KEY.test(accessKeyId)) {
    throw new Unusable(
      `${where} is encrypted, and only KooCLI can read it: hcloud configure set --cli-auth-encrypt=false, then set its access key again`,
    );
  }
  return {
    kind: "accessKey",
    accessKey: accessKeyId,
    secretKey: new Secret(secretAccessKey),
    securityToken: securityToken ? new Secret(securityToken) : undefined,
    region: profile.region || undefined,
    projectId: profile.projectId || undefined,
    source: where,
  };
}

async function read(path: string, { environment }: SettingsSource) {
  const home = environment["HOME"] ?? environment["USERPROFILE"] ?? homedir();
  try {
    return await readFile(
      path.replace(/^~(?=\/)/, () => home),
      "utf8",
    );
  } catch (error) {
    const { code = "an error" } = error as NodeJS.ErrnoException;
    throw new Unusable(
      code === "ENOENT"
        ? `there is no file ${path}`
        : `${path} cannot be read (${code})`,
    );
  }
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    return undefined;
  }
}
