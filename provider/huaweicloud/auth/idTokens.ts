import * as v from "valibot";
import { accountOf, type AssumedRole } from "../assumedRoles.js";
import { RequestError, SettingsError } from "../errors.js";
import { Secret } from "../secret.js";
import { configKey, type SettingsSource } from "../../settings/index.js";
import {
  agencyUrn,
  type ServiceContext,
  stsService,
  toAssume,
  withoutProof,
} from "./agencies.js";
import type { Scope } from "./credentials.js";
import { readHomeFile, Unusable } from "./homeFiles.js";
import { iamService } from "./iam.js";
import type { ProjectToken } from "./projectTokens.js";
import type { Lease } from "./renewed.js";
import { checkCredential } from "./settingParts.js";
import type { AccessKey } from "./signature.js";
import { leaseOf } from "./temporaryKeys.js";

/** An id token, or the file that holds the current one. */
export interface IdToken {
  readonly text?: string | undefined;
  readonly file?: string | undefined;
  /** The key or variable with the token or the file's path. */
  readonly origin: string;
}

/** An agency in STS, with all parameters of the request. */
export interface OidcRole {
  readonly providerUrn: string;
  readonly agencyUrn: string;
  readonly role: Pick<AssumedRole, "agencyName" | "domain">;
  readonly sessionName: string;
  readonly durationSeconds: number | undefined;
  readonly policy?: string | undefined;
  readonly policyIds?: readonly string[] | undefined;
}

/** In seconds. */
const DURATION = 3600;

const TokenResponse = v.looseObject({
  token: v.optional(
    v.looseObject({
      issued_at: v.optional(v.string()),
      expires_at: v.optional(v.string()),
      project: v.optional(v.looseObject({ id: v.string() })),
    }),
  ),
});

/** The current token: its issuer replaces the file. */
async function readIdToken(
  { text, file, origin }: IdToken,
  environment: SettingsSource["environment"],
): Promise<Secret> {
  try {
    const found = (
      text ?? (await readHomeFile(file ?? "", environment))
    ).trim();
    if (found === "") throw new Unusable(`${file ?? "it"} is empty`);
    checkCredential({ text: found, origin: file ?? origin });
    return new Secret(found);
  } catch (error) {
    if (!(error instanceof Unusable)) throw error;
    throw new SettingsError([`${origin}: ${error.message}`]);
  }
}

function refusedToken({ origin }: IdToken): string {
  return `The service refuses the id token (from ${origin}): it may have expired, since such tokens are valid for minutes, or its issuer or audience may not match the identity provider in Huawei Cloud. Get a new one.`;
}

/** @see https://support.huaweicloud.com/intl/en-us/api-sts/AssumeAgencyWithOIDC.html */
export async function assumeWithOidc(
  context: ServiceContext,
  oidc: OidcRole,
  idToken: IdToken,
  environment: SettingsSource["environment"],
  region: string,
): Promise<Lease<AccessKey>> {
  const token = await readIdToken(idToken, environment);
  const service = stsService(
    context,
    region,
    withoutProof([token], refusedToken(idToken)),
  );
  const started = context.transport.clock.now();
  const caller = `the id token of ${idToken.origin}`;
  const { value, answer } = await service.call({
    ...toAssume(oidc.role, caller),
    refused: `${caller} may not assume the agency ${oidc.role.agencyName} of account ${accountOf(oidc.role)}: the identity provider ${oidc.providerUrn} and the agency must exist, and the agency's trust must allow the provider sts:agencies:assume, with the token's audience and subject.`,
    method: "POST",
    path: "/v5/agencies/assume-with-oidc",
    body: JSON.stringify({
      provider_urn: oidc.providerUrn,
      agency_urn: oidc.agencyUrn,
      agency_session_name: oidc.sessionName,
      id_token: token.reveal(),
      duration_seconds: oidc.durationSeconds ?? DURATION,
      ...(oidc.policy !== undefined && { policy: oidc.policy }),
      ...(oidc.policyIds !== undefined && { policy_ids: oidc.policyIds }),
    }),
    success: [200, 201],
  });
  return leaseOf(value, answer, started);
}

/**
 * Exchanges an id token for a token of IAM, as Terraform does.
 *
 * @param scope the project that the token is for; without it, the token is for no project
 * @see https://support.huaweicloud.com/intl/en-us/api-iam/iam_13_0605.html
 */
export async function tokenByIdToken(
  context: ServiceContext,
  idpId: string,
  idToken: IdToken,
  environment: SettingsSource["environment"],
  region: string,
  scope?: Scope["project"],
): Promise<Lease<ProjectToken>> {
  const token = await readIdToken(idToken, environment);
  const service = iamService(
    context,
    region,
    withoutProof([token], refusedToken(idToken), { "x-idp-id": idpId }),
  );
  const started = context.transport.clock.now();
  const refused = `IAM recognizes the id token (from ${idToken.origin}) but does not accept it: check the identity provider ${idpId} in IAM, its rules, and that its users may use the project.`;
  const { value, answer, wrong } = await service.call({
    operation: `sign in to the identity provider ${idpId} with the id token of ${idToken.origin}`,
    method: "POST",
    path: "/v3.0/OS-AUTH/id-token/tokens",
    body: JSON.stringify({
      auth: {
        id_token: { id: token.reveal() },
        ...(scope && {
          scope: {
            project: "id" in scope ? { id: scope.id } : { name: scope.name },
          },
        }),
      },
    }),
    success: [200, 201],
    repeatable: true,
    schema: TokenResponse,
    confidential: true,
    permission: refused,
    refused,
  });
  const issued = answer.header("x-subject-token");
  if (!issued) {
    throw wrong("answered without the header X-Subject-Token", {
      reason: "unexpected-answer",
      nextStep: `Check ${configKey("endpoints.iam")}, and that no proxy removes it.`,
    });
  }
  const {
    issued_at: from = "",
    expires_at: to = "",
    project,
  } = value.token ?? {};
  const lifetime = Date.parse(to) - Date.parse(from);
  return {
    value: { token: new Secret(issued), projectId: project?.id },
    until: started + (Number.isNaN(lifetime) ? DURATION * 1000 : lifetime),
  };
}

/** The agency for an identity provider, from the names of both. */
export function oidcRole(
  idpId: string,
  role: AssumedRole,
  domainId: string,
  sessionName: string,
): OidcRole {
  return {
    providerUrn: `iam::${domainId}:oidcProvider:${idpId}`,
    agencyUrn: agencyUrn(domainId, role.agencyName),
    role,
    sessionName,
    durationSeconds: role.durationSeconds,
  };
}

/** Whether a service does not know the requested agency or identity provider, so that another service may know it. */
export function isUnknownThere(error: unknown): error is RequestError {
  return (
    error instanceof RequestError &&
    [400, 403, 404].includes(error.failure.status ?? 0)
  );
}

/** The first failure, with the outcome of the second attempt. */
export function besides(first: RequestError, second: unknown): RequestError {
  if (!(second instanceof RequestError)) return first;
  const { failure } = first;
  return new RequestError({
    ...failure,
    nextStep: `${failure.nextStep} IAM, which is tried next as in Terraform, could not ${second.failure.operation} either: it ${second.failure.outcome}.`,
  });
}
