import * as v from "valibot";
import { accessKeyCredentials } from "../accessKeys.js";
import type { Missing, Way } from "../credentials.js";
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
    }),
  }),
  { basic: { ak: "", sk: "", security_token: "", project_id: "" } },
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

function useless(sentence: string): Missing {
  return { set: [], missing: PATH, sentence };
}
