import * as v from "valibot";
import {
  type AssumedRole,
  hasIdToken,
  ID_TOKEN_VARIABLES,
  IDP_ID_VARIABLE,
  readRole,
  ROLE_KEYS,
  ROLE_VARIABLES,
  textsOf,
  variablesOf,
} from "../../assumedRoles.js";
import { SettingsError } from "../../errors.js";
import { parseJson } from "../../json.js";
import { configKey, find } from "../../../settings/index.js";
import { assumeAgency, keysOfToken } from "../agencies.js";
import { signedBy, unlessRefused } from "../assumption.js";
import { withSignature } from "../authenticator.js";
import {
  type Credentials,
  fingerprintOf,
  type Missing,
  type Place,
  type Way,
  type WayContext,
} from "../credentials.js";
import { federatedToken } from "../federatedTokens.js";
import {
  assumeWithOidc,
  besides,
  type IdToken,
  isUnknownThere,
  oidcRole,
  tokenByIdToken,
} from "../idTokens.js";
import { type Lease, Renewed } from "../renewed.js";
import { listed, notSet, partly } from "../settingParts.js";
import type { AccessKey } from "../signature.js";

const VARIABLES = {
  ...ROLE_VARIABLES,
  idpId: IDP_ID_VARIABLE,
  ...ID_TOKEN_VARIABLES,
} as const;
/** The settings that distinguish this way from other ways of assuming an agency. */
const OWN = ["idpId", "idToken", "idTokenFile"] as const;
const KEY = "assumeRoleWithOidc";
const SESSION_NAME = "pulumi-huaweicloud-dc";

const Parts = v.record(v.string(), v.union([v.string(), v.number()]));

interface Found {
  readonly parts: Partial<Record<keyof typeof VARIABLES, string>>;
  readonly origins: readonly string[];
  readonly nameOf: (part: string) => string;
}

/** An id token, such as CI systems issue, so that no secret is stored. */
export const oidc: Way = {
  label: "an id token (OIDC)",
  places: ["config", "environment"],
  find(context, place) {
    const problems: string[] = [];
    const { parts, origins, nameOf } =
      place === "config" ? inConfig(context, problems) : inEnvironment(context);
    const { idpId, idToken, idTokenFile } = parts;
    if (problems.length > 0) throw new SettingsError(problems);
    if (!idpId || !(idToken ?? idTokenFile)) {
      return Promise.resolve(missing(place, parts, origins, nameOf));
    }
    const role = parts.agencyName
      ? readRole(parts, nameOf, problems)
      : undefined;
    if (problems.length > 0) throw new SettingsError(problems);
    const token: IdToken = idToken
      ? { text: idToken, origin: nameOf("idToken") }
      : { file: idTokenFile, origin: nameOf("idTokenFile") };
    const source =
      place === "config"
        ? origins.join()
        : listed([nameOf("idpId"), token.origin]);
    return Promise.resolve({
      source,
      settings: origins,
      fromConfig: place === "config",
      fingerprint: fingerprintOf(parts),
      account: role && JSON.stringify(role.domain),
      ...(role
        ? byAgency(context, idpId, role, token, source)
        : federatedToken(context, idpId, token, source)),
    });
  },
};

function inConfig({ source }: WayContext, problems: string[]): Found {
  const found = find(source, KEY, ["config"]);
  const nameOf = (part: string) => `${configKey(KEY)}.${part}`;
  if (!found) return { parts: {}, origins: [], nameOf };
  const parsed = v.safeParse(Parts, parseJson(found.text));
  if (!parsed.success) {
    problems.push(
      `${found.origin} should be an object, as set by: pulumi config set --path ${found.origin}.idpId <identity provider>, and ${found.origin}.idTokenFile <path>`,
    );
    return { parts: {}, origins: [found.origin], nameOf };
  }
  return {
    parts: textsOf(
      parsed.output,
      [...ROLE_KEYS, ...OWN],
      found.origin,
      problems,
    ),
    origins: [found.origin],
    nameOf,
  };
}

function inEnvironment({ source: { environment } }: WayContext): Found {
  const nameOf = (part: string) =>
    (VARIABLES as Record<string, string>)[part] ?? part;
  const { parts, origins } = variablesOf(environment, VARIABLES);
  if (hasIdToken(environment)) return { parts, origins, nameOf };
  // Otherwise, the agency's variables belong to another way.
  return {
    parts,
    origins: OWN.flatMap((part) => (parts[part] ? VARIABLES[part] : [])),
    nameOf,
  };
}

function missing(
  place: Place,
  { idpId, idToken, idTokenFile }: Found["parts"],
  origins: readonly string[],
  nameOf: (part: string) => string,
): Missing {
  if (origins.length === 0) {
    return notSet(
      place === "config"
        ? [configKey(KEY)]
        : [
            `${configKey(KEY)} (${VARIABLES.idpId} and ${VARIABLES.idTokenFile})`,
          ],
    );
  }
  return partly(origins, [
    ...(idpId ? [] : [nameOf("idpId")]),
    ...((idToken ?? idTokenFile)
      ? []
      : [`${nameOf("idTokenFile")} or ${nameOf("idToken")}`]),
  ]);
}

/**
 * Gets the keys from STS if the account's id is set. If only its name is set, or if STS does not know the identity provider,
 * gets them from IAM, as Terraform does.
 */
function byAgency(
  context: WayContext,
  idpId: string,
  role: AssumedRole,
  idToken: IdToken,
  source: string,
): Pick<Credentials, "authenticator"> {
  const { environment } = context.source;
  const { clock } = context.transport;
  const now = () => clock.now();
  const { domain } = role;
  let keys: Renewed<AccessKey> | undefined;
  const open = (region: string) =>
    new Renewed(
      unlessRefused(async () => {
        if (!("id" in domain)) {
          return asTerraform(context, idpId, role, idToken, source, region);
        }
        const asked = oidcRole(idpId, role, domain.id, SESSION_NAME);
        try {
          return await assumeWithOidc(
            context,
            asked,
            idToken,
            environment,
            region,
          );
        } catch (error) {
          if (!isUnknownThere(error)) throw error;
          return await asTerraform(
            context,
            idpId,
            role,
            idToken,
            source,
            region,
          ).catch((second: unknown) => {
            throw besides(error, second);
          });
        }
      }),
      now,
    );
  return {
    authenticator: ({ region, project }) => {
      keys ??= open(context.settings.region ?? region);
      return signedBy(keys, "id" in project ? project.id : undefined, now, {
        advice: `The service refuses the keys of the agency ${role.agencyName} (from ${source}), even new ones: check this machine's clock, which must be correct to within 15 minutes.`,
      });
    },
  };
}

/** Exchanges the id token for a token, the token for keys, and uses these to get the agency's keys. */
async function asTerraform(
  context: WayContext,
  idpId: string,
  role: AssumedRole,
  idToken: IdToken,
  source: string,
  region: string,
): Promise<Lease<AccessKey>> {
  const { environment } = context.source;
  const token = await tokenByIdToken(
    context,
    idpId,
    idToken,
    environment,
    region,
  );
  const { value: key } = await keysOfToken(
    context,
    token.value.token,
    source,
    region,
    `IAM refuses the token that it issued for the id token (from ${source}): try again.`,
  );
  const authenticator = {
    authenticate: (request: Parameters<typeof withSignature>[0]) =>
      Promise.resolve(
        withSignature(request, key, undefined, context.transport.clock.now(), {
          advice: `The service refuses the keys issued for the id token (from ${source}): check this machine's clock.`,
          renew: () => Promise.resolve(false),
        }),
      ),
  };
  return assumeAgency(
    context,
    role,
    { source: `the id token of ${source}`, authenticator },
    region,
  );
}
