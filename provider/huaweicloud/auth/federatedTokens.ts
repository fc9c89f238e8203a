import { unlessRefused } from "./assumption.js";
import type { Credentials, WayContext } from "./credentials.js";
import { type IdToken, tokenByIdToken } from "./idTokens.js";
import { tokensByProject } from "./projectTokens.js";

/** Tokens of IAM's for an id token, one for each project. */
export function federatedToken(
  context: WayContext,
  idpId: string,
  idToken: IdToken,
  source: string,
): Pick<Credentials, "authenticator" | "projectIn"> {
  const { environment } = context.source;
  const { clock } = context.transport;
  return tokensByProject(
    () => clock.now(),
    ({ region, project }) =>
      unlessRefused(() =>
        tokenByIdToken(context, idpId, idToken, environment, region, project),
      ),
    {
      secrets: [],
      advice: `The token issued for the id token (of ${source}) is refused, even a new one: check that the users of the identity provider ${idpId} may use the project.`,
    },
  );
}
