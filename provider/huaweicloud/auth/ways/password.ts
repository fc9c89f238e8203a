import { SettingsError } from "../../errors.js";
import { Secret } from "../../secret.js";
import {
  configKey,
  FAMILIES,
  type Family,
  find,
  type Found,
  isQuoted,
  type SettingName,
  type SettingsSource,
} from "../../../settings/index.js";
import {
  type Credentials,
  fingerprintOf,
  type Way,
  type WayContext,
  scopeKey,
} from "../credentials.js";
import { createToken, type PasswordLogin } from "../iam.js";
import { PasswordTrial } from "../passwordTrial.js";
import { tokensByProject } from "../projectTokens.js";
import { familiesIn, lacking, listed } from "../settingParts.js";

/**
 * A user's password, exchanged for a token of each project. Unlike the parts of an access key, its parts may come from the
 * config and the environment, as in Terraform: IAM refuses parts that don't belong to one user. Only a wrong account could go
 * unnoticed, so an account from another place than the user is logged.
 */
export const password: Way = {
  label: "a user's password",
  places: ["config", "environment"],
  find(context, place) {
    const { source } = context;
    const own = familiesIn(place);
    const isNamedHere = (["userId", "userName", "password"] as const).some(
      (name) => find(source, name, own),
    );
    const here = isNamedHere ? (place === "config" ? FAMILIES : own) : [];
    const user = idOrName(source, here, "userId", "userName");
    // Prefer the family of the user.
    const near = (families: readonly Family[]) =>
      [
        families.filter((one) => one === "config"),
        user?.family ?? [],
        families,
      ].flat();
    const password = find(source, "password", near(here));
    const domain = idOrName(
      source,
      near(isNamedHere ? FAMILIES : []),
      "domainId",
      "domainName",
    );
    for (const found of [user, domain]) {
      if (found && isQuoted(found.text)) {
        throw new SettingsError([
          `${found.origin} is in quotes: set it without the quotes`,
        ]);
      }
    }
    if (!user || !password || !(user.isId || domain)) {
      return Promise.resolve(
        lacking([
          ["userName", user],
          ["password", password],
          ["domainName", user?.isId ? user : domain],
        ]),
      );
    }
    const origins = [user.origin, password.origin];
    const login: PasswordLogin = {
      user:
        !domain || user.isId
          ? { id: user.text }
          : { name: user.text, domain: reference(domain) },
      password: new Secret(password.text),
    };
    return Promise.resolve({
      source: listed(origins),
      settings: origins,
      fromConfig: place === "config",
      fingerprint: fingerprintOf(login.user, password.text),
      account: JSON.stringify(login.user),
      note:
        user.isId || !domain || domain.family === user.family
          ? undefined
          : `the account of ${user.origin} comes from ${domain.origin}`,
      ...byPassword(
        place === "config" ? withIamOfConfig(context) : context,
        login,
        listed(origins),
      ),
    });
  },
};

interface IdOrName extends Found {
  readonly family: Family;
  readonly isId: boolean;
}

/** The id, or else the name, in the first family that has either. */
function idOrName(
  source: SettingsSource,
  families: readonly Family[],
  id: SettingName,
  name: SettingName,
): IdOrName | undefined {
  for (const family of families) {
    for (const setting of [id, name]) {
      const found = find(source, setting, [family]);
      if (found) return { ...found, family, isId: setting === id };
    }
  }
  return undefined;
}

function reference({ text, isId }: IdOrName) {
  return isId ? { id: text } : { name: text };
}

/** If the config sets IAM's address, the config's password is never sent to an address in a variable. */
function withIamOfConfig(context: WayContext): WayContext {
  const { settings } = context;
  const { endpoints, origins } = settings;
  return endpoints.iam && origins.authUrl !== configKey("authUrl")
    ? { ...context, settings: { ...settings, authUrl: undefined } }
    : context;
}

/** One token for each project. */
function byPassword(
  context: WayContext,
  login: PasswordLogin,
  source: string,
): Pick<Credentials, "authenticator" | "projectIn"> {
  const { clock } = context.transport;
  const now = () => clock.now();
  const trial = new PasswordTrial(now);
  return tokensByProject(
    now,
    (scope) => () =>
      trial.run(scopeKey(scope), () =>
        createToken(context, login, scope, source),
      ),
    {
      secrets: [login.password],
      advice: `The service refuses the token issued for the user's password (from ${source}), even a new one: check that the user has access to the project, and that ${configKey("authUrl")} belongs to the same cloud as ${configKey("region")}.`,
    },
  );
}
