import { withToken } from "./authenticator.js";
import {
  type Credentials,
  type Scope,
  type WayContext,
  scopeKey,
} from "./credentials.js";
import {
  type FederatedToken,
  type IdToken,
  tokenByIdToken,
} from "./idTokens.js";
import { unlessRefused } from "./assumption.js";
import { Renewed } from "./renewed.js";

/** Tokens of IAM's for an id token, one for each project. */
export function federatedToken(
  context: WayContext,
  idpId: string,
  idToken: IdToken,
  source: string,
): Pick<Credentials, "authenticator" | "projectIn"> {
  const { environment } = context.source;
  const { clock } = context.transport;
  const issued = new Map<string, Renewed<FederatedToken>>();
  const tokensOf = (scope: Scope): Renewed<FederatedToken> => {
    const key = scopeKey(scope);
    const known = issued.get(key);
    if (known) return known;
    const { region, project } = scope;
    const tokens: Renewed<FederatedToken> = new Renewed(
      unlessRefused(async () => {
        const lease = await tokenByIdToken(
          context,
          idpId,
          idToken,
          environment,
          region,
          project,
        );
        // Whoever names the project by its id needs no other token.
        const { projectId: id } = lease.value;
        if (id !== undefined) {
          const byId = scopeKey({ ...scope, project: { id } });
          if (!issued.has(byId)) issued.set(byId, tokens);
        }
        return lease;
      }),
      () => clock.now(),
    );
    issued.set(key, tokens);
    return tokens;
  };
  return {
    projectIn: async (scope) => (await tokensOf(scope).get()).projectId,
    authenticator: (scope) => ({
      async authenticate(request) {
        const tokens = tokensOf(scope);
        const token = await tokens.get();
        return withToken(request, token.token, {
          secrets: [token.token],
          advice: `The token that the id token was exchanged for (by ${source}) is refused, a new one too: check that the users of the identity provider ${idpId} may use the project.`,
          renew: () => tokens.renew(token),
        });
      },
    }),
  };
}
