import { type Answer, notAuthenticated, notPublished } from "./answer.js";
import type { Verdict } from "./authentication.js";
import type { Cloud } from "./cloud.js";
import { directConnect } from "./directConnect.js";
import { createToken, listProjects } from "./identity.js";
import { createMetadataToken, showSecurityKey } from "./metadataService.js";
import type { ReceivedRequest } from "./receivedRequest.js";
import type { Operation, Route } from "./routes.js";

const OPEN: ReadonlySet<Operation> = new Set([
  "createToken",
  "metadataToken",
  "securityKey",
  "unknown",
]);

/** Whether a caller needs credentials. The gateway looks up the API before it checks credentials. */
export function needsCredentials({ operation }: Route): boolean {
  return !OPEN.has(operation);
}

/** The response of the cloud without faults. */
export function perform(
  cloud: Cloud,
  route: Route,
  request: ReceivedRequest,
  { refusal }: Verdict,
): Answer {
  if (refusal !== undefined) {
    return notAuthenticated(refusal, request.requestId);
  }
  switch (route.operation) {
    case "unknown":
      return notPublished(request.requestId);
    case "createToken":
      return createToken(cloud, request);
    case "listProjects":
      return listProjects(cloud, request);
    case "metadataToken":
      return createMetadataToken(cloud, request);
    case "securityKey":
      return showSecurityKey(cloud, request);
    default:
      return directConnect(cloud, route, request);
  }
}
