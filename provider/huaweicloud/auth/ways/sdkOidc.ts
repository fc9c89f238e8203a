import { readDuration, variablesOf } from "../../assumedRoles.js";
import { SettingsError } from "../../errors.js";
import { signedBy, unlessRefused } from "../assumption.js";
import {
  type Credentials,
  fingerprintOf,
  type Missing,
  type Way,
  type WayContext,
} from "../credentials.js";
import { federatedToken } from "../federatedTokens.js";
import { atIam } from "../iam.js";
import { assumeWithOidc, type IdToken, type OidcRole } from "../idTokens.js";
import { Renewed } from "../renewed.js";
import { endpointOf, listed, notSet, partly } from "../settingParts.js";
import type { AccessKey } from "../signature.js";
import { IAM_ENDPOINT, PROJECT_ID } from "./sdkVariables.js";

/** The variables for STS. */
const STS = {
  providerUrn: "HUAWEICLOUD_OIDC_PROVIDER_URN",
  agencyUrn: "HUAWEICLOUD_OIDC_AGENCY_URN",
  idToken: "HUAWEICLOUD_OIDC_ID_TOKEN",
  tokenFile: "HUAWEICLOUD_OIDC_TOKEN_FILE",
  sessionName: "HUAWEICLOUD_OIDC_SESSION_NAME",
  duration: "HUAWEICLOUD_OIDC_DURATION_SECONDS",
  policy: "HUAWEICLOUD_OIDC_POLICY",
  policyIds: "HUAWEICLOUD_OIDC_POLICY_IDS",
} as const;
/** The variables for IAM. */
const IAM = {
  idpId: "HUAWEICLOUD_SDK_IDP_ID",
  idTokenFile: "HUAWEICLOUD_SDK_ID_TOKEN_FILE",
} as const;
const STS_ENDPOINT = "HUAWEICLOUD_SDK_STS_ENDPOINT";
const SESSION_NAME = "oidc-sts-session";

/** The variables of the official SDKs for an id token. */
export const sdkOidc: Way = {
  label: "an id token, by the SDKs' variables",
  places: ["environment"],
  find(context) {
    return Promise.resolve(bySts(context) ?? byIam(context));
  },
};

function bySts(context: WayContext): Credentials | Missing | undefined {
  const { environment } = context.source;
  const { parts, origins } = variablesOf(environment, STS);
  if (origins.length === 0) return undefined;
  const { providerUrn, agencyUrn, idToken, tokenFile } = parts;
  if (!providerUrn || !agencyUrn || !(idToken ?? tokenFile)) {
    return partly(origins, [
      ...(providerUrn ? [] : [STS.providerUrn]),
      ...(agencyUrn ? [] : [STS.agencyUrn]),
      ...((idToken ?? tokenFile) ? [] : [`${STS.tokenFile} or ${STS.idToken}`]),
    ]);
  }
  const [, account, agencyName] =
    /^iam::([^:]+):agency:(.+)$/.exec(agencyUrn) ?? [];
  if (account === undefined || agencyName === undefined) {
    throw new SettingsError([
      `${STS.agencyUrn} is "${agencyUrn}", but should be a URN such as iam::<account id>:agency:<agency>`,
    ]);
  }
  const problems: string[] = [];
  const durationSeconds = readDuration(
    parts["duration"],
    STS.duration,
    problems,
  );
  if (problems.length > 0) throw new SettingsError(problems);
  const token: IdToken = idToken
    ? { text: idToken, origin: STS.idToken }
    : { file: tokenFile, origin: STS.tokenFile };
  const role: OidcRole = {
    providerUrn,
    agencyUrn,
    role: { agencyName, domain: { id: account } },
    sessionName: parts["sessionName"] ?? SESSION_NAME,
    durationSeconds,
    policy: parts["policy"],
    policyIds: parts["policyIds"]
      ?.split(",")
      .map((id) => id.trim())
      .filter(Boolean),
  };
  const { clock } = context.transport;
  const now = () => clock.now();
  let keys: Renewed<AccessKey> | undefined;
  return {
    source: listed([STS.agencyUrn, token.origin]),
    settings: origins,
    fromConfig: false,
    fingerprint: fingerprintOf(parts),
    projectId: environment[PROJECT_ID]?.trim() || undefined,
    iamEndpoint: iamEndpoint(context),
    authenticator: ({ region, project }) => {
      const where = context.settings.region ?? region;
      keys ??= new Renewed(
        unlessRefused(() =>
          assumeWithOidc(ofTheSdks(context), role, token, environment, where),
        ),
        now,
      );
      return signedBy(keys, "id" in project ? project.id : undefined, now, {
        advice: `The service refuses the keys of the agency ${agencyName} (from ${STS.agencyUrn}), even new ones: check this machine's clock, which must be correct to within 15 minutes.`,
      });
    },
  };
}

function byIam(context: WayContext): Credentials | Missing {
  const { environment } = context.source;
  const { parts, origins } = variablesOf(environment, IAM);
  const { idpId, idTokenFile } = parts;
  if (!idpId || !idTokenFile) {
    return origins.length === 0
      ? {
          ...notSet([STS.providerUrn]),
          sentence: `${STS.providerUrn}, ${STS.agencyUrn} and ${STS.tokenFile}: not set`,
        }
      : partly(origins, [idpId ? IAM.idTokenFile : IAM.idpId]);
  }
  const source = listed(origins);
  const token = { file: idTokenFile, origin: IAM.idTokenFile };
  return {
    source,
    settings: origins,
    fromConfig: false,
    fingerprint: fingerprintOf(parts),
    projectId: environment[PROJECT_ID]?.trim() || undefined,
    iamEndpoint: iamEndpoint(context),
    ...federatedToken(ofTheSdks(context), idpId, token, source),
  };
}

/** Uses the SDKs' own addresses of the services, unless settings override them. */
function ofTheSdks(context: WayContext): WayContext {
  const { settings, source } = context;
  const sts =
    settings.endpoints.sts ??
    endpointOf(source.environment[STS_ENDPOINT], STS_ENDPOINT);
  const endpoints = { ...settings.endpoints, ...(sts && { sts }) };
  return atIam(
    { ...context, settings: { ...settings, endpoints } },
    iamEndpoint(context),
  );
}

function iamEndpoint({ source }: WayContext): URL | undefined {
  return endpointOf(source.environment[IAM_ENDPOINT], IAM_ENDPOINT);
}
