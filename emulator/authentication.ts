import { header, type ReceivedRequest } from "./receivedRequest.js";
import type { Settings } from "./settings.js";
import { signatureFault } from "./signatureCheck.js";

export type Authentication = "token" | "aksk" | "none" | "rejected";

export interface Verdict {
  readonly authentication: Authentication;
  /** Why the request is refused, in the gateway's words. */
  readonly refusal?: string;
}

/** @param projectId from the path. A token is valid for one project, an access key for all projects of its account */
export function authenticate(
  request: ReceivedRequest,
  projectId: string | undefined,
  settings: Settings,
  now: number,
): Verdict {
  const token = header(request.headers, "x-auth-token");
  if (token !== undefined) {
    return verdict("token", tokenFault(token, projectId, settings, now));
  }
  if (request.headers.authorization !== undefined) {
    return verdict("aksk", signatureFault(request, settings.accessKeys, now));
  }
  return { authentication: "none", refusal: "x-auth-token not found" };
}

function verdict(
  authentication: Authentication,
  refusal: string | undefined,
): Verdict {
  return refusal === undefined
    ? { authentication }
    : { authentication: "rejected", refusal };
}

function tokenFault(
  given: string,
  projectId: string | undefined,
  settings: Settings,
  now: number,
): string | undefined {
  const known = settings.tokens.find(({ token }) => token === given);
  if (
    known === undefined ||
    (known.expiresAt !== undefined && Date.parse(known.expiresAt) <= now)
  ) {
    return "decrypt token fail";
  }
  if (projectId !== undefined && known.projectId !== projectId) {
    return "token project id does not match the project id of the request";
  }
  return undefined;
}
