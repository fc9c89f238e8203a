import { createTemporaryKey, createTokenByIdToken } from "./agencies.js";
import { type Answer, notAuthenticated, notPublished } from "./answer.js";
import type { Verdict } from "./authentication.js";
import type { Cloud } from "./cloud.js";
import { directConnect } from "./directConnect.js";
import { createToken, listProjects } from "./identity.js";
import {
  createMetadataToken,
  podCredentials,
  showSecurityKey,
} from "./metadataService.js";
import type { ReceivedRequest } from "./receivedRequest.js";
import type { Operation, Route } from "./routes.js";
import { assumeAgency, assumeAgencyWithOidc } from "./sts.js";

const OPEN: ReadonlySet<Operation> = new Set([
  "createToken",
  "createTokenByIdToken",
  "assumeAgencyWithOidc",
  "podCredentials",
  "metadataToken",
  "securityKey",
  "unknown",
]);

/** Whether a caller needs credentials. The gateway looks for the API before it checks them. */
export function needsCredentials(
  { operation }: Route,
  { headers }: Pick<ReceivedRequest, "headers">,
): boolean {
  // A token in the body may authenticate the caller.
  if (operation === "createTemporaryKey") {
    return (
      headers.authorization !== undefined ||
      headers["x-auth-token"] !== undefined
    );
  }
  return !OPEN.has(operation);
}

/** The response of the cloud without faults. */
export function perform(
  cloud: Cloud,
  route: Route,
  request: ReceivedRequest,
  { refusal, domainId }: Verdict,
): Answer | Promise<Answer> {
  if (refusal !== undefined) {
    return notAuthenticated(refusal, request.requestId);
  }
  switch (route.operation) {
    case "unknown":
      return notPublished(request.requestId);
    case "createToken":
      return createToken(cloud, request);
    case "listProjects":
      return listProjects(cloud, request, domainId ?? "");
    case "createTemporaryKey":
      return createTemporaryKey(cloud, request, domainId);
    case "createTokenByIdToken":
      return createTokenByIdToken(cloud, request);
    case "assumeAgency":
      return assumeAgency(cloud, request, domainId ?? "");
    case "assumeAgencyWithOidc":
      return assumeAgencyWithOidc(cloud, request);
    case "podCredentials":
      return podCredentials(cloud, request);
    case "metadataToken":
      return createMetadataToken(cloud, request);
    case "securityKey":
      return showSecurityKey(cloud, request);
    default:
      return directConnect(cloud, route, request);
  }
}
