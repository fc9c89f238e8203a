import * as v from "valibot";
import { type Answer, iamError, identityError } from "./answer.js";
import { isValidToken } from "./authentication.js";
import type { Cloud } from "./cloud.js";
import { idTokenFault } from "./idTokens.js";
import { issueToken, projectIn, Reference } from "./identity.js";
import { header, parsedBody, type ReceivedRequest } from "./receivedRequest.js";
import { domainOfProject } from "./settings.js";
import { agencyOf, seconds, temporaryKey } from "./temporaryKeys.js";

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

const IdTokenRequest = v.object({
  auth: v.object({
    id_token: v.object({ id: v.string() }),
    scope: v.exactOptional(v.object({ project: Reference })),
  }),
});

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

function malformed([issue]: readonly [
  v.BaseIssue<unknown>,
  ...v.BaseIssue<unknown>[],
]): Answer {
  return identityError(
    400,
    "Bad Request",
    `Expecting to find valid ${v.getDotPath(issue) ?? "JSON"} in request: ${issue.message}`,
  );
}
