import type { HttpRequest } from "../http/request.js";
import type { Secret } from "../secret.js";
import type { Credentials } from "../settings.js";
import { signedHeaders } from "./signature.js";

/** Adds to a request what proves who sends it. */
export interface Authenticator {
  authenticate(request: HttpRequest): HttpRequest;
  /** To be kept out of every message. */
  readonly secrets: readonly Secret[];
  /** What to do when the service refuses the credentials. */
  readonly advice: string;
}

export function authenticatorFor(
  credentials: Credentials,
  projectId: string,
): Authenticator {
  if (credentials.kind === "token") {
    const { token, source } = credentials;
    return {
      authenticate: (request) => ({
        ...request,
        headers: { ...request.headers, "x-auth-token": token.reveal() },
      }),
      secrets: [token],
      advice: `The token (from ${source}) is wrong, has expired (after 24 hours), or belongs to another project than ${projectId}. Get a new one, then: pulumi config set --secret huaweicloud:token`,
    };
  }
  return {
    authenticate: (request) => {
      const headers = { ...request.headers, "x-project-id": projectId };
      return {
        ...request,
        headers: {
          ...headers,
          ...signedHeaders({ ...request, headers }, credentials, new Date()),
        },
      };
    },
    secrets: [credentials.secretKey, credentials.securityToken].filter(
      (secret) => secret !== undefined,
    ),
    advice: `Check the access key, its secret key${credentials.securityToken ? ", and the security token, which belongs to a temporary key and ends with it" : " (a temporary key needs huaweicloud:securityToken too)"} (from ${credentials.source}), and this machine's clock, which may be off by 15 minutes at most.`,
  };
}
