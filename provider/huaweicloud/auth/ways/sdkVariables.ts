import { accessKeyCredentials } from "../accessKeys.js";
import type { Way } from "../credentials.js";
import { endpointOf, notSet, partly } from "../settingParts.js";

const [AK, SK, SECURITY_TOKEN] = [
  "HUAWEICLOUD_SDK_AK",
  "HUAWEICLOUD_SDK_SK",
  "HUAWEICLOUD_SDK_SECURITY_TOKEN",
] as const;
export const PROJECT_ID = "HUAWEICLOUD_SDK_PROJECT_ID";
export const IAM_ENDPOINT = "HUAWEICLOUD_SDK_IAM_ENDPOINT";

/** The environment variables of the official SDKs. */
export const sdkVariables: Way = {
  label: "the SDKs' variables",
  places: ["environment"],
  find(context) {
    const variable = (origin: string) => {
      const text = context.source.environment[origin]?.trim();
      return text ? { text, origin } : undefined;
    };
    const [accessKey, secretKey, securityToken] = [
      variable(AK),
      variable(SK),
      variable(SECURITY_TOKEN),
    ];
    const settings = [accessKey, secretKey, securityToken].flatMap(
      (found) => found?.origin ?? [],
    );
    if (!accessKey || !secretKey) {
      const names = [accessKey ? [] : AK, secretKey ? [] : SK].flat();
      return Promise.resolve(
        settings.length === 0
          ? { ...notSet(names), sentence: `${AK} and ${SK}: not set` }
          : partly(settings, names),
      );
    }
    return Promise.resolve(
      accessKeyCredentials(context, {
        source: `${AK} and ${SK}`,
        settings,
        fromConfig: false,
        accessKey,
        secretKey,
        securityToken,
        securityTokenName: SECURITY_TOKEN,
        projectId: variable(PROJECT_ID)?.text,
        iamEndpoint: endpointOf(variable(IAM_ENDPOINT)?.text, IAM_ENDPOINT),
      }),
    );
  },
};
