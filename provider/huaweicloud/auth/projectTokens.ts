import { type AuthenticatedRequest, withToken } from "./authenticator.js";
import { type Credentials, type Scope, scopeKey } from "./credentials.js";
import { type Lease, Renewed } from "./renewed.js";
import type { Secret } from "../secret.js";

/** A token of IAM, and its project, if it is for a project. */
export interface ProjectToken {
  readonly token: Secret;
  readonly projectId: string | undefined;
}

/** A token for each project, renewed before it expires or when it is refused. */
export function tokensByProject(
  now: () => number,
  issue: (scope: Scope) => () => Promise<Lease<ProjectToken>>,
  proof: { readonly secrets: readonly Secret[]; readonly advice: string },
): Pick<Credentials, "authenticator" | "projectIn"> {
  const issued = new Map<string, Renewed<ProjectToken>>();
  const tokensOf = (scope: Scope): Renewed<ProjectToken> => {
    const key = scopeKey(scope);
    const known = issued.get(key);
    if (known) return known;
    const fetch = issue(scope);
    const tokens: Renewed<ProjectToken> = new Renewed(async () => {
      const lease = await fetch();
      // Requests with the project's id can use this token too.
      const { projectId: id } = lease.value;
      if (id !== undefined) {
        const byId = scopeKey({ ...scope, project: { id } });
        if (!issued.has(byId)) issued.set(byId, tokens);
      }
      return lease;
    }, now);
    issued.set(key, tokens);
    return tokens;
  };
  return {
    projectIn: async (scope) => (await tokensOf(scope).get()).projectId,
    authenticator: (scope) => ({
      async authenticate(request): Promise<AuthenticatedRequest> {
        const tokens = tokensOf(scope);
        const given = await tokens.get();
        return withToken(request, given.token, {
          secrets: [...proof.secrets, given.token],
          advice: proof.advice,
          renew: () => tokens.renew(given),
        });
      },
    }),
  };
}
