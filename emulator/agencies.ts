import { randomBytes } from "node:crypto";
import * as v from "valibot";
import { type Answer, identityError, json, serviceError } from "./answer.js";
import { isValidToken } from "./authentication.js";
import type { Cloud } from "./cloud.js";
import { idTokenFault } from "./idTokens.js";
import { issueToken, projectIn, Reference } from "./identity.js";
import { header, parsedBody, type ReceivedRequest } from "./receivedRequest.js";
import { domainId as firstAccount, podToken } from "./seed.js";
import { domainOfProject, providerUrn, type Settings } from "./settings.js";
import { identityTime } from "./time.js";

type Agency = Settings["agencies"][number];

const seconds = (max: number) =>
  v.pipe(v.number(), v.integer(), v.minValue(900), v.maxValue(max));

const ByAgency = v.object({
  methods: v.tuple([v.literal("assume_role")]),
  assume_role: v.object({
    agency_name: v.string(),
    domain_name: v.exactOptional(v.string()),
    domain_id: v.exactOptional(v.string()),
    duration_seconds: v.optional(seconds(86_400), 900),
  }),
});
const ByToken = v.object({
  methods: v.tuple([v.literal("token")]),
  token: v.object({
    id: v.exactOptional(v.string()),
    duration_seconds: v.optional(seconds(86_400), 900),
  }),
});
const TemporaryKeyRequest = v.object({
  auth: v.object({ identity: v.union([ByAgency, ByToken]) }),
});

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

const IdTokenRequest = v.object({
  auth: v.object({
    id_token: v.object({ id: v.string() }),
    scope: v.exactOptional(v.object({ project: Reference })),
  }),
});

/** The longest that a temporary key may ask for in STS. */
const MAX_SECONDS_OF_TEMPORARY = 3600;

/** POST /v3.0/OS-CREDENTIAL/securitytokens */
export function createTemporaryKey(
  cloud: Cloud,
  request: ReceivedRequest,
  caller: string | undefined,
): Answer {
  const asked = v.safeParse(TemporaryKeyRequest, parsedBody(request));
  if (!asked.success) return malformed(asked.issues);
  const { identity } = asked.output.auth;
  if ("token" in identity) {
    const { id, duration_seconds: duration } = identity.token;
    const given = id ?? header(request.headers, "x-auth-token");
    const known = cloud.settings.tokens.find(({ token }) => token === given);
    if (!isValidToken(known, cloud.now())) {
      return identityError(401, "Unauthorized", "The token is invalid.");
    }
    const domainId =
      known.domainId ?? domainOfProject(cloud.settings, known.projectId);
    return temporaryKey(cloud, domainId, duration);
  }
  if (caller === undefined) {
    return identityError(
      401,
      "Unauthorized",
      "The request you have made requires authentication.",
    );
  }
  const { agency_name: name, ...rest } = identity.assume_role;
  const { accounts } = cloud.settings;
  const account = accounts.find(
    ({ id, name: accountName }) =>
      (rest.domain_id ?? id) === id &&
      (rest.domain_name ?? accountName) === accountName,
  );
  const agency = agencyOf(cloud, account?.id, name);
  if (agency === undefined) {
    return identityError(404, "Not Found", `Could not find agency: ${name}.`);
  }
  if (!agency.trusts.includes(caller)) {
    return identityError(
      403,
      "Forbidden",
      "You are not authorized to perform the requested action: assume_role.",
    );
  }
  return temporaryKey(cloud, agency.domainId, rest.duration_seconds);
}

/** POST /v5/agencies/assume */
export function assumeAgency(
  cloud: Cloud,
  request: ReceivedRequest,
  caller: string,
): Answer {
  const asked = v.safeParse(AssumeRequest, parsedBody(request));
  if (!asked.success) return stsMalformed(asked.issues, request.requestId);
  // Tokens are IAM's: STS takes signatures only.
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

/** POST /v3.0/OS-AUTH/id-token/tokens */
export async function createTokenByIdToken(
  cloud: Cloud,
  request: ReceivedRequest,
): Promise<Answer> {
  const asked = v.safeParse(IdTokenRequest, parsedBody(request));
  if (!asked.success) return malformed(asked.issues);
  const { id_token: idToken, scope } = asked.output.auth;
  const id = header(request.headers, "x-idp-id");
  const { identityProviders, accounts } = cloud.settings;
  const provider = identityProviders.find(({ name }) => name === id);
  if (provider === undefined) {
    return iamError(
      404,
      "IAM.0004",
      `Could not find Identity Provider: ${String(id)}`,
    );
  }
  const fault = await idTokenFault(cloud, provider, idToken.id);
  if (fault !== undefined) return iamError(401, "IAM.0001", fault);
  const project = scope && projectIn(cloud, provider.domainId, scope.project);
  if (scope && project === undefined) {
    return iamError(403, "IAM.0002", "The project is not the user's.");
  }
  const name = accounts.find((one) => one.id === provider.domainId)?.name ?? "";
  return issueToken(cloud, {
    methods: ["mapped"],
    user: { id: "federated", name: "FederationUser" },
    project,
    domain: { id: provider.domainId, name },
  });
}

/** POST /pod/credentials: what `HC_CONTAINER_CREDENTIALS_FULL_URI` names in a pod of CCE. */
export function podCredentials(cloud: Cloud, request: ReceivedRequest): Answer {
  if (header(request.headers, "authorization") !== podToken) {
    return iamError(401, "CCE.0001", "the pod is not known");
  }
  const key = issueKey(
    cloud,
    firstAccount,
    cloud.settings.tokenLifetimeSeconds,
  );
  return json(200, {
    credential: {
      access: key.accessKey,
      secret: key.secretKey,
      securitytoken: key.securityToken,
      expires_at: key.expiresAt,
    },
  });
}

function agencyOf(
  cloud: Cloud,
  domainId: string | undefined,
  name: string,
): Agency | undefined {
  return cloud.settings.agencies.find(
    (agency) => agency.domainId === domainId && agency.name === name,
  );
}

function temporaryKey(
  cloud: Cloud,
  domainId: string,
  duration: number,
): Answer {
  const key = issueKey(cloud, domainId, duration);
  return json(201, {
    credential: {
      access: key.accessKey,
      secret: key.secretKey,
      securitytoken: key.securityToken,
      expires_at: key.expiresAt,
    },
  });
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
    // Whether there is such an agency is nobody's business who may not assume it.
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

function issueKey(cloud: Cloud, domainId: string, duration: number) {
  const { agencyKeySeconds, accessKeys } = cloud.settings;
  const key = {
    accessKey: `HSTA${randomBytes(8).toString("hex").toUpperCase()}`,
    secretKey: randomBytes(30).toString("base64url"),
    securityToken: `ggp${randomBytes(600).toString("base64")}`,
    expiresAt: identityTime(
      cloud.now() + (agencyKeySeconds ?? duration) * 1000,
    ),
    domainId,
  };
  cloud.settings = { ...cloud.settings, accessKeys: [...accessKeys, key] };
  return key;
}

type Issues = readonly [v.BaseIssue<unknown>, ...v.BaseIssue<unknown>[]];

function malformed([issue]: Issues): Answer {
  return identityError(
    400,
    "Bad Request",
    `Expecting to find valid ${v.getDotPath(issue) ?? "JSON"} in request: ${issue.message}`,
  );
}

function stsMalformed([issue]: Issues, requestId: string): Answer {
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

function iamError(status: number, code: string, message: string): Answer {
  return json(status, { error_code: code, error_msg: message });
}
