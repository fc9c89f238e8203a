import { unlessRefused } from "./assumption.js";
import type { Credentials, WayContext } from "./credentials.js";
import { type IdToken, tokenByIdToken } from "./idTokens.js";
import { tokensByProject } from "./projectTokens.js";

/** IAM's tokens for an id token, one for each project. */
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
      advice: `The service refuses the token issued for the id token (from ${source}), even a new one: check that the users of the identity provider ${idpId} may use the project.`,
    },
  );
}
