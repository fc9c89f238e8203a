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

/** An access key as it is issued; encrypted ones are longer, and in base64. */
const PLAIN_ACCESS_KEY = /^\w{1,64}$/;

/** A file of profiles, and who reads it. */
export interface ProfileContext {
  readonly context: WayContext;
  readonly path: string;
  readonly settings: readonly string[];
  readonly encrypted: boolean;
  readonly profiles: readonly Profile[];
}

/**
 * What a profile signs in with, by its mode. Throws `Unusable` if only KooCLI can use the profile.
 *
 * @param before the profiles that have this one as their source
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
        `${where} has the mode ${mode}, and only AKSK, AssumeRole, SSO and ecsAgency can be used: hcloud configure set --cli-profile=${profile.name} --cli-mode=AKSK, with an access key`,
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
      `${where} has the source profile ${sourceProfile}, ${source ? "which has this one as its source" : "which is not there"}`,
    );
  }
  return credentialsOf(source, [...before, name], file);
}

/** As Terraform has it: also of a profile of another mode that names an agency. */
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
    // In the mode AKSK, it is a project of who assumes the agency, as in Terraform.
    projectId: required ? base.projectId : undefined,
    fingerprint: fingerprintOf(base.fingerprint, role),
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

/** Keys that KooCLI got in a browser; only it can get others. */
function ssoKeyOf(profile: Profile, where: string, file: ProfileContext) {
  const key = profile.ssoAuth?.stsToken;
  if (!key?.accessKeyId || !key.secretAccessKey) {
    throw new Unusable(
      `${where} has no keys of SSO: hcloud configure sso --cli-profile=${profile.name}`,
    );
  }
  const credentials = keyCredentials(profile, key, where, file);
  const advice = `The keys of SSO in ${where} are refused; they expire after some hours. Get new ones: hcloud configure sso --cli-profile=${profile.name}`;
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
