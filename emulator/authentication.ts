import { header, type ReceivedRequest } from "./receivedRequest.js";
import { domainOfProject, type Settings } from "./settings.js";
import { accessKeyIn, signatureFault } from "./signatureCheck.js";

export type Authentication = "token" | "aksk" | "none" | "rejected";

export interface Verdict {
  readonly authentication: Authentication;
  /** The account that the caller belongs to. */
  readonly domainId?: string;
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
    const known = settings.tokens.find((one) => one.token === token);
    return verdict(
      "token",
      known?.domainId ?? domainOfProject(settings, known?.projectId),
      tokenFault(known, projectId, now),
    );
  }
  if (request.headers.authorization !== undefined) {
    const { domainId = "" } = accessKeyIn(request, settings.accessKeys) ?? {};
    const fault =
      signatureFault(request, settings.accessKeys, now) ??
      projectFault(settings, domainId, projectId);
    return verdict("aksk", domainId, fault);
  }
  return { authentication: "none", refusal: "x-auth-token not found" };
}

function verdict(
  authentication: Authentication,
  domainId: string,
  refusal: string | undefined,
): Verdict {
  return refusal === undefined
    ? { authentication, domainId }
    : { authentication: "rejected", refusal };
}

/** A key opens the projects of its own account, and unknown projects. */
function projectFault(
  { projects }: Settings,
  domainId: string,
  projectId: string | undefined,
): string | undefined {
  const known = projects.find(({ id }) => id === projectId);
  return known === undefined || known.domainId === domainId
    ? undefined
    : "the project is of another account";
}

/** Whether a token is valid, wherever it is sent. */
export function isValidToken(
  known: Settings["tokens"][number] | undefined,
  now: number,
): known is Settings["tokens"][number] {
  return (
    known !== undefined &&
    !(known.expiresAt !== undefined && Date.parse(known.expiresAt) <= now)
  );
}

function tokenFault(
  known: Settings["tokens"][number] | undefined,
  projectId: string | undefined,
  now: number,
): string | undefined {
  if (!isValidToken(known, now)) return "decrypt token fail";
  if (projectId !== undefined && known.projectId !== projectId) {
    return "token project id does not match the project id of the request";
  }
  return undefined;
}
