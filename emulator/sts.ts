import { randomBytes } from "node:crypto";
import * as v from "valibot";
import { type Answer, json, serviceError } from "./answer.js";
import type { Cloud } from "./cloud.js";
import { idTokenFault } from "./idTokens.js";
import { header, parsedBody, type ReceivedRequest } from "./receivedRequest.js";
import { providerUrn } from "./settings.js";
import { agencyOf, issueKey, seconds } from "./temporaryKeys.js";

const SESSION_NAME = v.pipe(v.string(), v.regex(/^[\w+=,.@-]{2,128}$/));
const AssumeRequest = v.object({
  agency_urn: v.string(),
  agency_session_name: SESSION_NAME,
  duration_seconds: v.optional(seconds(43_200), 3600),
});
const AssumeWithOidcRequest = v.object({
  ...AssumeRequest.entries,
  provider_urn: v.string(),
  id_token: v.pipe(v.string(), v.minLength(4), v.maxLength(20_000)),
});

/** The longest duration that STS allows for a caller with a temporary key. */
const MAX_SECONDS_OF_TEMPORARY = 3600;

/** POST /v5/agencies/assume */
export function assumeAgency(
  cloud: Cloud,
  request: ReceivedRequest,
  caller: string,
): Answer {
  const asked = v.safeParse(AssumeRequest, parsedBody(request));
  if (!asked.success) return stsMalformed(asked.issues, request.requestId);
  // Tokens belong to IAM: STS accepts only signatures.
  if (request.headers.authorization === undefined) {
    return stsError(401, "STS5.0101", "no signature", request.requestId);
  }
  const { duration_seconds: duration } = asked.output;
  const isTemporary = header(request.headers, "x-security-token") !== undefined;
  if (isTemporary && duration > MAX_SECONDS_OF_TEMPORARY) {
    return stsError(
      400,
      "STS5.0003",
      "duration_seconds is over 3600, which is the most with a security token",
      request.requestId,
    );
  }
  return assumed(cloud, asked.output, caller, request.requestId);
}

/** POST /v5/agencies/assume-with-oidc */
export async function assumeAgencyWithOidc(
  cloud: Cloud,
  request: ReceivedRequest,
): Promise<Answer> {
  const asked = v.safeParse(AssumeWithOidcRequest, parsedBody(request));
  if (!asked.success) return stsMalformed(asked.issues, request.requestId);
  const { provider_urn: urn, id_token: idToken } = asked.output;
  const provider = cloud.settings.identityProviders.find(
    ({ domainId, name }) => providerUrn(domainId, name) === urn,
  );
  if (provider === undefined) {
    const message = `the identity provider ${urn} does not exist`;
    return stsError(404, "STS5.0404", message, request.requestId);
  }
  const fault = await idTokenFault(cloud, provider, idToken);
  if (fault !== undefined) {
    return stsError(401, "STS5.0102", fault, request.requestId);
  }
  return assumed(cloud, asked.output, urn, request.requestId);
}

function assumed(
  cloud: Cloud,
  asked: v.InferOutput<typeof AssumeRequest>,
  caller: string,
  requestId: string,
): Answer {
  const [, domainId, name = ""] =
    /^iam::([^:]+):agency:(.+)$/.exec(asked.agency_urn) ?? [];
  const agency = agencyOf(cloud, domainId, name);
  if (agency?.trusts.includes(caller) !== true) {
    // Callers that may not assume an agency must not learn whether it exists.
    return stsError(
      403,
      "STS5.0005",
      `no permission to perform sts:agencies:assume on ${asked.agency_urn}`,
      requestId,
      { encoded_authorization_message: randomBytes(60).toString("base64") },
    );
  }
  const key = issueKey(cloud, agency.domainId, asked.duration_seconds);
  return json(200, {
    assumed_agency: {
      urn: `sts::${agency.domainId}:assumed-agency:${name}/${asked.agency_session_name}`,
      id: `${agency.domainId}:${asked.agency_session_name}`,
    },
    credentials: {
      access_key_id: key.accessKey,
      secret_access_key: key.secretKey,
      security_token: key.securityToken,
      expiration: key.expiresAt,
    },
  });
}

function stsMalformed(
  [issue]: readonly [v.BaseIssue<unknown>, ...v.BaseIssue<unknown>[]],
  requestId: string,
): Answer {
  const message = `${v.getDotPath(issue) ?? "the body"}: ${issue.message}`;
  return stsError(400, "STS5.0003", message, requestId);
}

function stsError(
  status: number,
  code: string,
  message: string,
  requestId: string,
  more: object = {},
): Answer {
  const answer = serviceError(status, code, message, requestId);
  return {
    ...answer,
    body: JSON.stringify({ ...(JSON.parse(answer.body) as object), ...more }),
  };
}
