import { configKey } from "../../../settings/index.js";
import { Secret } from "../../secret.js";
import { cannotRenew, withToken } from "../authenticator.js";
import { fingerprintOf, type Way } from "../credentials.js";
import { familiesIn, findCredential, lacking } from "../settingParts.js";

/** A token that was issued elsewhere. */
export const token: Way = {
  label: "a token",
  places: ["config", "environment"],
  find({ source }, place) {
    const found = findCredential(source, "token", familiesIn(place));
    if (!found) return Promise.resolve(lacking([["token", found]]));
    const { text, origin } = found;
    const secret = new Secret(text);
    const fromConfig = place === "config";
    const proof = {
      secrets: [secret],
      advice: `The token (from ${origin}) is wrong, has expired (tokens last 24 hours), or belongs to another project. Get a new one, then ${fromConfig ? "" : `set ${origin}, or `}run: pulumi config set --secret ${configKey("token")}`,
      renew: cannotRenew,
    };
    return Promise.resolve({
      source: origin,
      settings: [origin],
      fromConfig,
      fingerprint: fingerprintOf(text),
      account: fingerprintOf(text),
      authenticator: () => ({
        authenticate: (request) =>
          Promise.resolve(withToken(request, secret, proof)),
      }),
    });
  },
};
