import { configKey } from "../../settings/index.js";
import { accountOf, type AssumedRole } from "../assumedRoles.js";
import { stsEndpoint } from "../endpoints.js";
import type { HttpRequest } from "../http/request.js";
import type { Secret } from "../secret.js";
import { Service } from "../service.js";
import { type Authenticator, cannotRenew } from "./authenticator.js";
import type { WayContext } from "./credentials.js";
import { iamService } from "./iam.js";
import type { Lease } from "./renewed.js";
import type { AccessKey } from "./signature.js";
import { leaseOf, TemporaryKeyResponse } from "./temporaryKeys.js";

/** How to call the services. */
export type ServiceContext = Pick<WayContext, "settings" | "transport">;

/** In seconds: every agency allows this, and STS gives no more to a temporary key. */
const DURATION = 3600;
const SESSION_NAME = "pulumi-huaweicloud-dc";

/** The identity that assumes an agency. */
export interface Caller {
  /** The name of the identity, for messages. */
  readonly source: string;
  readonly authenticator: Authenticator;
}

/** Keys of an agency: from IAM if the account's name is set, from STS if its id is set. */
export function assumeAgency(
  context: ServiceContext,
  role: AssumedRole,
  caller: Caller,
  region: string,
): Promise<Lease<AccessKey>> {
  return "id" in role.domain
    ? assumeById(context, role, role.domain.id, caller, region)
    : assumeByName(context, role, role.domain, caller, region);
}

/** @see https://support.huaweicloud.com/intl/en-us/api-iam/iam_04_0101.html */
async function assumeByName(
  context: ServiceContext,
  role: AssumedRole,
  domain: { readonly name: string },
  caller: Caller,
  region: string,
): Promise<Lease<AccessKey>> {
  const service = iamService(context, region, caller.authenticator);
  const started = context.transport.clock.now();
  const { value, answer } = await service.call({
    ...toAssume(role, caller.source),
    method: "POST",
    path: "/v3.0/OS-CREDENTIAL/securitytokens",
    body: JSON.stringify({
      auth: {
        identity: {
          methods: ["assume_role"],
          assume_role: {
            agency_name: role.agencyName,
            domain_name: domain.name,
            duration_seconds: role.durationSeconds ?? DURATION,
          },
        },
      },
    }),
    success: [200, 201],
  });
  return leaseOf(value, answer, started);
}

/** @see https://support.huaweicloud.com/intl/en-us/api-sts/AssumeAgency.html */
async function assumeById(
  context: ServiceContext,
  role: AssumedRole,
  domainId: string,
  caller: Caller,
  region: string,
): Promise<Lease<AccessKey>> {
  const service = stsService(context, region, caller.authenticator);
  const started = context.transport.clock.now();
  const { value, answer } = await service.call({
    ...toAssume(role, caller.source),
    method: "POST",
    path: "/v5/agencies/assume",
    body: JSON.stringify({
      agency_urn: agencyUrn(domainId, role.agencyName),
      agency_session_name: SESSION_NAME,
      duration_seconds: role.durationSeconds ?? DURATION,
    }),
    success: [200, 201],
  });
  return leaseOf(value, answer, started);
}

/** The common part of all requests for the keys of an agency. */
export function toAssume(
  role: Pick<AssumedRole, "agencyName" | "domain">,
  caller: string,
) {
  const refused = `${caller} may not assume the agency ${role.agencyName} of account ${accountOf(role)}. The caller needs the permission sts:agencies:assume for it (or the role Agent Operator), and the agency must exist and trust the caller: ask the administrators of both accounts.`;
  return {
    operation: `assume the agency ${role.agencyName} of account ${accountOf(role)} as ${caller}`,
    // Issuing a second key does no harm.
    repeatable: true,
    schema: TemporaryKeyResponse,
    confidential: true,
    permission: refused,
    refused: `${refused} If a duration is set, it must not exceed what the agency allows, or one hour for STS with temporary keys.`,
  };
}

/**
 * Exchanges a token for keys, since STS accepts only signatures.
 *
 * @param advice what to do if the token is refused
 */
export async function keysOfToken(
  context: ServiceContext,
  token: Secret,
  source: string,
  region: string,
  advice: string,
): Promise<Lease<AccessKey>> {
  const service = iamService(context, region, withoutProof([token], advice));
  const started = context.transport.clock.now();
  const refused = `The token of ${source} cannot be exchanged for keys: ask the administrator of the account.`;
  const { value, answer } = await service.call({
    operation: `exchange the token of ${source} for temporary keys`,
    method: "POST",
    path: "/v3.0/OS-CREDENTIAL/securitytokens",
    body: JSON.stringify({
      auth: {
        identity: {
          methods: ["token"],
          token: { id: token.reveal(), duration_seconds: DURATION },
        },
      },
    }),
    success: [200, 201],
    repeatable: true,
    schema: TemporaryKeyResponse,
    confidential: true,
    permission: refused,
    refused,
  });
  return leaseOf(value, answer, started);
}

export function agencyUrn(domainId: string, name: string): string {
  return `iam::${domainId}:agency:${name}`;
}

/** For a request that carries its credentials in the body. */
export function withoutProof(
  secrets: readonly Secret[],
  advice: string,
  headers: Readonly<Record<string, string>> = {},
): Authenticator {
  return {
    authenticate: (request: HttpRequest) =>
      Promise.resolve({
        ...request,
        headers: { ...request.headers, ...headers },
        secrets,
        advice,
        signed: false,
        renew: cannotRenew,
      }),
  };
}

export function stsService(
  { settings, transport }: ServiceContext,
  region: string,
  authenticator: Authenticator,
): Service {
  return new Service({
    endpoint: settings.endpoints.sts ?? stsEndpoint(region, settings.cloud),
    transport,
    authenticator,
    context: { endpointSetting: configKey("endpoints.sts"), region },
  });
}
