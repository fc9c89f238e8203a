import * as v from "valibot";
import { accessKeyCredentials } from "../accessKeys.js";
import { parseEndpoint } from "../../endpoints.js";
import { SettingsError } from "../../errors.js";
import {
  fingerprintOf,
  type Missing,
  type Way,
  type WayContext,
} from "../credentials.js";
import { federatedToken } from "../federatedTokens.js";
import { readHomeFile, Unusable } from "../homeFiles.js";

const PATH = "~/.huaweicloud/credentials";

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

/** The credentials file of the official SDKs. */
export const credentialsFile: Way = {
  label: "the SDKs' credentials file",
  places: ["machine"],
  async find(context) {
    let text: string;
    try {
      text = await readHomeFile(PATH, context.source.environment);
    } catch (error) {
      if (!(error instanceof Unusable)) throw error;
      return useless(error.message);
    }
    const { parse } = await import("ini");
    const { basic } = v.parse(CredentialsFile, parse(text));
    if (basic.idp_id && basic.id_token_file) {
      const token = {
        file: basic.id_token_file,
        origin: `id_token_file of ${PATH}`,
      };
      return {
        source: PATH,
        settings: [],
        fromConfig: false,
        fingerprint: fingerprintOf(basic),
        projectId: basic.project_id || undefined,
        ...federatedToken(
          atIam(context, basic.iam_endpoint),
          basic.idp_id,
          token,
          PATH,
        ),
      };
    }
    if (!basic.ak || !basic.sk) {
      return useless(`${PATH} has no ak and sk under [basic]`);
    }
    const part = (name: "ak" | "sk" | "security_token") => ({
      text: basic[name],
      origin: `${name} of ${PATH}`,
    });
    return accessKeyCredentials(context, {
      source: PATH,
      settings: [],
      fromConfig: false,
      accessKey: part("ak"),
      secretKey: part("sk"),
      securityToken: basic.security_token ? part("security_token") : undefined,
      securityTokenName: "security_token",
      projectId: basic.project_id || undefined,
    });
  },
};

/** IAM at the file's address, where the settings have none. */
function atIam(context: WayContext, address: string): WayContext {
  const { settings } = context;
  if (!address || settings.endpoints.iam) return context;
  try {
    const endpoints = { ...settings.endpoints, iam: parseEndpoint(address) };
    return { ...context, settings: { ...settings, endpoints } };
  } catch (error) {
    throw new SettingsError([
      `iam_endpoint of ${PATH} ${(error as Error).message}`,
    ]);
  }
}

function useless(sentence: string): Missing {
  return { set: [], missing: PATH, sentence };
}
