import { accessKeyCredentials } from "../accessKeys.js";
import type { Missing, Way } from "../credentials.js";
import { namesIn } from "../../../settings/index.js";
import {
  familiesIn,
  findCredential,
  lacking,
  listed,
} from "../settingParts.js";

/** A permanent or temporary access key. All parts come from the config, or from variables with one prefix. */
export const accessKey: Way = {
  label: "an access key",
  places: ["config", "environment"],
  find(context, place) {
    const { source } = context;
    let missing: Missing | undefined;
    for (const family of familiesIn(place)) {
      const [accessKey, secretKey, securityToken] = [
        findCredential(source, "accessKey", [family]),
        findCredential(source, "secretKey", [family]),
        findCredential(source, "securityToken", [family]),
      ];
      if (accessKey && secretKey) {
        const origins = [accessKey.origin, secretKey.origin];
        return Promise.resolve(
          accessKeyCredentials(context, {
            source: listed(origins),
            settings: [
              ...origins,
              ...(securityToken ? [securityToken.origin] : []),
            ],
            fromConfig: place === "config",
            accessKey,
            secretKey,
            securityToken,
            securityTokenName:
              namesIn(family, "securityToken")[0] ??
              "HW_SECURITY_TOKEN with HW_ACCESS_KEY and HW_SECRET_KEY",
          }),
        );
      }
      const part = lacking(
        [
          ["accessKey", accessKey],
          ["secretKey", secretKey],
          ...(securityToken ? [["securityToken", securityToken] as const] : []),
        ],
        family,
      );
      if (part.set.length > 0) {
        const sentence = `${part.sentence} (all parts of a key must come from one place)`;
        missing ??= { ...part, sentence };
      }
    }
    const unset = [
      ["accessKey", undefined],
      ["secretKey", undefined],
    ] as const;
    return Promise.resolve(missing ?? lacking(unset));
  },
};
