import type { HttpRequest } from "../http/request.js";
import { Secret } from "../secret.js";
import { type AccessKey, signedHeaders } from "./signature.js";

/** Adds to a request what proves who sends it. */
export interface Authenticator {
  authenticate(request: HttpRequest): Promise<AuthenticatedRequest>;
}

/** A request that proves who sends it, and what follows from that. */
export interface AuthenticatedRequest extends HttpRequest, Proof {
  /** Whether it is good for a time only, by this machine's clock. */
  readonly signed: boolean;
}

export interface Proof {
  /** To be kept out of every message. */
  readonly secrets: readonly Secret[];
  /** What to do when the service refuses it. */
  readonly advice: string;
  /** After a refusal: whether the next request will carry other credentials. */
  renew(): Promise<boolean>;
}

/** For credentials that there are no others of. */
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

/** @param projectId of the project that is asked; a look-up in IAM belongs to none */
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
    // The id of a temporary key is as short-lived, and of no use to a reader.
    secrets: [
      key.secretKey,
      ...(key.securityToken
        ? [key.securityToken, new Secret(key.accessKey)]
        : []),
    ],
    signed: true,
  };
}
