import type { HttpRequest } from "../http/request.js";
import type { Secret } from "../secret.js";
import type { AgencyKeys } from "./metadataService.js";
import type { Renewed } from "./renewed.js";
import { type AccessKey, signedHeaders } from "./signature.js";

/** Adds to a request what proves who sends it. */
export interface Authenticator {
  authenticate(request: HttpRequest): Promise<HttpRequest>;
  /** After a refusal: whether the next request will carry other credentials. */
  renew(refused: HttpRequest): Promise<boolean>;
  /** To be kept out of every message. */
  readonly secrets: readonly Secret[];
  /** What to do when the service refuses the credentials. */
  readonly advice: string;
}

/** A token that a password was exchanged for, and the project that it is for. */
export interface IssuedToken {
  readonly token: Secret;
  readonly projectId: string;
}

/** A token that was given. */
export function byToken(token: Secret, source: string): Authenticator {
  return {
    authenticate: (request) => Promise.resolve(withToken(request, token)),
    renew: () => Promise.resolve(false),
    secrets: [token],
    advice: `The token (from ${source}) is wrong, has expired (after 24 hours), or belongs to another project. Get a new one, then: pulumi config set --secret huaweicloud:token`,
  };
}

/** A token that a password is exchanged for. */
export function byIssuedToken(
  tokens: Renewed<IssuedToken>,
  password: Secret,
  source: string,
): Authenticator {
  const sent = new WeakMap<HttpRequest, IssuedToken>();
  const secrets = [password];
  return {
    authenticate: async (request) => {
      const issued = await tokens.get();
      if (!secrets.includes(issued.token)) secrets.push(issued.token);
      const authenticated = withToken(request, issued.token);
      sent.set(authenticated, issued);
      return authenticated;
    },
    renew: async (refused) => {
      const issued = sent.get(refused);
      return issued !== undefined && tokens.renew(issued);
    },
    secrets,
    advice: `The token that the user's password was exchanged for (from ${source}) is refused, a new one too: check that the project is the user's, and that huaweicloud:authUrl belongs to the same cloud as huaweicloud:region.`,
  };
}

/** An access key, which signs. A look-up in IAM belongs to no project. */
export function byAccessKey(
  key: AccessKey,
  source: string,
  projectId: string | undefined,
): Authenticator {
  return {
    authenticate: (request) => Promise.resolve(signed(request, key, projectId)),
    renew: () => Promise.resolve(false),
    secrets: [key.secretKey, ...(key.securityToken ? [key.securityToken] : [])],
    advice: `Check the access key, its secret key${key.securityToken ? ", and the security token, which belongs to a temporary key and ends with it" : " (a temporary key needs huaweicloud:securityToken too)"} (from ${source}), and this machine's clock, which may be off by 15 minutes at most.`,
  };
}

/** The temporary keys of this machine's agency. */
export function byAgency(
  keys: AgencyKeys,
  projectId: string | undefined,
): Authenticator {
  const sent = new WeakMap<HttpRequest, AccessKey>();
  const secrets: Secret[] = [];
  return {
    authenticate: async (request) => {
      const key = await keys.get();
      for (const secret of [key.secretKey, key.securityToken]) {
        if (secret && !secrets.includes(secret)) secrets.push(secret);
      }
      const authenticated = signed(request, key, projectId);
      sent.set(authenticated, key);
      return authenticated;
    },
    renew: async (refused) => {
      const key = sent.get(refused);
      return key !== undefined && keys.renew(key);
    },
    secrets,
    advice: `The keys of ${keys.source} are refused, new ones too: check this machine's agency in the console, and its clock.`,
  };
}

function withToken(request: HttpRequest, token: Secret): HttpRequest {
  return {
    ...request,
    headers: { ...request.headers, "x-auth-token": token.reveal() },
  };
}

function signed(
  request: HttpRequest,
  key: AccessKey,
  projectId: string | undefined,
): HttpRequest {
  const headers = {
    ...request.headers,
    ...(projectId !== undefined && { "x-project-id": projectId }),
  };
  return {
    ...request,
    headers: {
      ...headers,
      ...signedHeaders({ ...request, headers }, key, new Date()),
    },
  };
}
