import type { HttpRequest } from "../http/request.js";
import { Secret } from "../secret.js";
import { type AccessKey, signedHeaders } from "./signature.js";

/** Adds credentials to a request. */
export interface Authenticator {
  authenticate(request: HttpRequest): Promise<AuthenticatedRequest>;
}

/** A request with credentials. */
export interface AuthenticatedRequest extends HttpRequest, Proof {
  /** Whether it is signed, so that it expires by this machine's clock. */
  readonly signed: boolean;
}

export interface Proof {
  /** Secrets to remove from every message. */
  readonly secrets: readonly Secret[];
  /** What to do if the service refuses the credentials. */
  readonly advice: string;
  /** After a refusal: whether the next request will use other credentials. */
  renew(): Promise<boolean>;
}

/** For credentials that can't be renewed. */
export const cannotRenew = () => Promise.resolve(false);

export function withToken(
  request: HttpRequest,
  token: Secret,
  proof: Proof,
): AuthenticatedRequest {
  return {
    ...request,
    ...proof,
    headers: { ...request.headers, "x-auth-token": token.reveal() },
    signed: false,
  };
}

/** @param projectId the project of the request; IAM requests have none */
export function withSignature(
  request: HttpRequest,
  key: AccessKey,
  projectId: string | undefined,
  now: number,
  proof: Omit<Proof, "secrets">,
): AuthenticatedRequest {
  const headers = {
    ...request.headers,
    ...(projectId !== undefined && { "x-project-id": projectId }),
  };
  return {
    ...request,
    ...proof,
    headers: {
      ...headers,
      ...signedHeaders({ ...request, headers }, key, new Date(now)),
    },
    // The id of a temporary key is as short-lived as the key, and of no use to a reader.
    secrets: [
      key.secretKey,
      ...(key.securityToken
        ? [key.securityToken, new Secret(key.accessKey)]
        : []),
    ],
    signed: true,
  };
}
