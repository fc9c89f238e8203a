import * as v from "valibot";
import { accessKeyCredentials } from "../accessKeys.js";
import { SettingsError } from "../../errors.js";
import {
  type Credentials,
  fingerprintOf,
  type Way,
  type WayContext,
} from "../credentials.js";
import { federatedToken } from "../federatedTokens.js";
import { readHomeFile, Unusable } from "../homeFiles.js";
import { atIam } from "../iam.js";
import { endpointOf, notSet } from "../settingParts.js";

const PATH = "~/.huaweicloud/credentials";
const VARIABLE = "HUAWEICLOUD_SDK_CREDENTIALS_FILE";

const Text = v.optional(v.string(), "");
const CredentialsFile = v.fallback(
  v.looseObject({
    basic: v.looseObject({
      ak: Text,
      sk: Text,
      security_token: Text,
      project_id: Text,
      idp_id: Text,
      id_token_file: Text,
      iam_endpoint: Text,
    }),
  }),
  {
    basic: {
      ak: "",
      sk: "",
      security_token: "",
      project_id: "",
      idp_id: "",
      id_token_file: "",
      iam_endpoint: "",
    },
  },
);

/** The credentials file of the official SDKs. If a variable names another file, that file must be usable. */
export const credentialsFile: Way = {
  label: "the SDKs' credentials file",
  places: ["environment", "machine"],
  async find(context, place) {
    const named = context.source.environment[VARIABLE]?.trim();
    if (place === "environment" && !named) return notSet([VARIABLE]);
    const path = named ?? PATH;
    try {
      return await credentialsIn(context, path, named ? [VARIABLE] : []);
    } catch (error) {
      if (!(error instanceof Unusable)) throw error;
      if (named) throw new SettingsError([`${VARIABLE}: ${error.message}`]);
      return { set: [], missing: PATH, sentence: error.message };
    }
  },
};

async function credentialsIn(
  context: WayContext,
  path: string,
  settings: readonly string[],
): Promise<Credentials> {
  const text = await readHomeFile(path, context.source.environment);
  const { parse } = await import("ini");
  const { basic } = v.parse(CredentialsFile, parse(text));
  const iamEndpoint = endpointOf(basic.iam_endpoint, `iam_endpoint of ${path}`);
  const found = {
    source: path,
    settings,
    fromConfig: false,
    projectId: basic.project_id || undefined,
    iamEndpoint,
  };
  if (basic.idp_id && basic.id_token_file) {
    const token = {
      file: basic.id_token_file,
      origin: `id_token_file of ${path}`,
    };
    return {
      ...found,
      fingerprint: fingerprintOf(basic),
      ...federatedToken(atIam(context, iamEndpoint), basic.idp_id, token, path),
    };
  }
  if (!basic.ak || !basic.sk) {
    throw new Unusable(`${path} has no ak and sk under [basic]`);
  }
  const part = (name: "ak" | "sk" | "security_token") => ({
    text: basic[name],
    origin: `${name} of ${path}`,
  });
  return accessKeyCredentials(context, {
    ...found,
    accessKey: part("ak"),
    secretKey: part("sk"),
    securityToken: basic.security_token ? part("security_token") : undefined,
    securityTokenName: "security_token",
  });
}
