import * as v from "valibot";
import { readRole } from "../assumedRoles.js";
import type { HttpRequest } from "../http/request.js";
import { accessKeyCredentials } from "./accessKeys.js";
import {
  assumed,
  type AssumedAuthenticator,
  inNoProject,
} from "./assumption.js";
import {
  type Credentials,
  fingerprintOf,
  isMissing,
  type Scope,
  type WayContext,
} from "./credentials.js";
import { Unusable } from "./homeFiles.js";
import { ecsAgency } from "./ways/ecsAgency.js";

const Text = v.optional(v.string(), "");
const Key = v.looseObject({
  accessKeyId: Text,
  secretAccessKey: Text,
  securityToken: Text,
});
export const Profile = v.looseObject({
  name: v.string(),
  mode: v.optional(v.string(), "AKSK"),
  ...Key.entries,
  region: Text,
  projectId: Text,
  agencyName: Text,
  agencyDomainId: Text,
  agencyDomainName: Text,
  sourceProfile: Text,
  ssoAuth: v.optional(v.looseObject({ stsToken: v.optional(Key) })),
});
export type Profile = v.InferOutput<typeof Profile>;

/** The form of an access key as issued. Encrypted keys are longer and in base64. */
const PLAIN_ACCESS_KEY = /^\w{1,64}$/;

/** A file of profiles, and the context in which it is read. */
export interface ProfileContext {
  readonly context: WayContext;
  readonly path: string;
  readonly settings: readonly string[];
  readonly encrypted: boolean;
  readonly profiles: readonly Profile[];
}

/**
 * The credentials of a profile, depending on its mode. Throws `Unusable` if only KooCLI can use the profile.
 *
 * @param before the profiles whose source leads to this one
 */
export async function credentialsOf(
  profile: Profile,
  before: readonly string[],
  file: ProfileContext,
): Promise<Credentials> {
  const { mode, sourceProfile, region, projectId } = profile;
  const where = `profile ${profile.name} of ${file.path}`;
  const own = {
    region: region || undefined,
    projectId: projectId || undefined,
  };
  switch (mode) {
    case "AKSK":
      return withAgency(
        profile,
        where,
        file,
        keyOf(profile, where, file),
        false,
      );
    case "AssumeRole":
    case "agency": {
      const source =
        sourceProfile === ""
          ? keyOf(profile, where, file)
          : await sourceOf(profile, where, before, file);
      return withAgency(profile, where, file, { ...source, ...own }, true);
    }
    case "SSO":
      return ssoKeyOf(profile, where, file);
    case "ecsAgency": {
      const found = await ecsAgency.find(file.context, "machine");
      if (isMissing(found)) {
        throw new Unusable(
          `${where} signs in with the agency of this machine: ${found.sentence}`,
        );
      }
      return { ...found, ...own, source: where, settings: file.settings };
    }
    default:
      throw new Unusable(
        `${where} has the mode ${mode}, but only AKSK, AssumeRole, SSO and ecsAgency are supported: run hcloud configure set --cli-profile=${profile.name} --cli-mode=AKSK with an access key`,
      );
  }
}

function sourceOf(
  { name, sourceProfile }: Profile,
  where: string,
  before: readonly string[],
  file: ProfileContext,
): Promise<Credentials> {
  const source = file.profiles.find((one) => one.name === sourceProfile);
  if (!source || [...before, name].includes(source.name)) {
    throw new Unusable(
      `${where} has the source profile ${sourceProfile}, ${source ? "which leads back to this profile" : "which does not exist"}`,
    );
  }
  return credentialsOf(source, [...before, name], file);
}

/** As in Terraform, a profile of another mode may also name an agency. */
function withAgency(
  { agencyName, agencyDomainId, agencyDomainName }: Profile,
  where: string,
  { context, settings }: ProfileContext,
  base: Credentials,
  required: boolean,
): Credentials {
  if (!agencyName && !required) return base;
  const problems: string[] = [];
  const role = readRole(
    {
      agencyName,
      domainId: agencyDomainId,
      domainName: agencyDomainName,
    },
    (part) => NAMES_OF_AGENCY[part] ?? part,
    problems,
  );
  if (!role) throw new Unusable(`${where}: ${problems.join()}`);
  let chain: AssumedAuthenticator | undefined;
  return {
    source: where,
    settings,
    fromConfig: false,
    region: base.region,
    // In the mode AKSK, the project belongs to the account that assumes the agency, as in Terraform.
    projectId: required ? base.projectId : undefined,
    fingerprint: fingerprintOf(base.fingerprint, role),
    account: JSON.stringify(role.domain),
    authenticator: (scope) => {
      const region = context.settings.region ?? base.region ?? scope.region;
      chain ??= assumed(
        context,
        {
          source: base.source,
          authenticator: base.authenticator(inNoProject(region)),
        },
        [role],
        region,
      );
      return chain(scope);
    },
  };
}

const NAMES_OF_AGENCY: Record<string, string> = {
  agencyName: "agencyName",
  domainId: "agencyDomainId",
  domainName: "agencyDomainName",
};

function keyOf(profile: Profile, where: string, file: ProfileContext) {
  if (!profile.accessKeyId || !profile.secretAccessKey) {
    throw new Unusable(`${where} has no access key: run hcloud configure`);
  }
  return keyCredentials(profile, profile, where, file);
}

/** Keys that KooCLI got through a browser. Only KooCLI can get new ones. */
function ssoKeyOf(profile: Profile, where: string, file: ProfileContext) {
  const key = profile.ssoAuth?.stsToken;
  if (!key?.accessKeyId || !key.secretAccessKey) {
    throw new Unusable(
      `${where} has no SSO keys: run hcloud configure sso --cli-profile=${profile.name}`,
    );
  }
  const credentials = keyCredentials(profile, key, where, file);
  const advice = `The service refuses the SSO keys of ${where}, which expire after some hours. Get new ones with: hcloud configure sso --cli-profile=${profile.name}`;
  return {
    ...credentials,
    authenticator: (scope: Scope) => {
      const inner = credentials.authenticator(scope);
      return {
        authenticate: async (request: HttpRequest) => ({
          ...(await inner.authenticate(request)),
          advice,
        }),
      };
    },
  };
}

function keyCredentials(
  profile: Profile,
  key: v.InferOutput<typeof Key>,
  where: string,
  { context, settings, encrypted }: ProfileContext,
): Credentials {
  if (encrypted || !PLAIN_ACCESS_KEY.test(key.accessKeyId)) {
    throw new Unusable(
      `${where} is encrypted, and only KooCLI can read it: run hcloud configure set --cli-auth-encrypt=false, then set the access key again`,
    );
  }
  const part = (name: "accessKeyId" | "secretAccessKey" | "securityToken") => ({
    text: key[name],
    origin: `${name} of ${where}`,
  });
  return accessKeyCredentials(context, {
    source: where,
    settings,
    fromConfig: false,
    region: profile.region || undefined,
    projectId: profile.projectId || undefined,
    accessKey: part("accessKeyId"),
    secretKey: part("secretAccessKey"),
    securityToken: key.securityToken ? part("securityToken") : undefined,
    securityTokenName: "securityToken",
  });
}
