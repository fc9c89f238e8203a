import { nearest } from "./nearest.js";
import { configKey, ENDPOINTS, VARIABLES } from "./settingNames.js";

/**
 * Arguments of the Huawei Cloud provider that manages resources, which uses the same config namespace. Excludes those that this
 * package reads too.
 */
const OTHER_PROVIDERS = [
  "agencyDomainName",
  "agencyName",
  "assumeRoles",
  "cert",
  "defaultTags",
  "delegatedProject",
  "enableForceNew",
  "enterpriseProjectId",
  "key",
  "pluginDownloadURL",
  "regional",
  "signingAlgorithm",
  "skipCheckUpgrade",
  "skipCheckWebsiteType",
  "tenantId",
  "tenantName",
  "version",
];

/** A config key that no provider reads. */
export interface UnknownSetting {
  readonly key: string;
  /** The most similar known key. */
  readonly meant: string | undefined;
}

const NAMESPACE = configKey("");

/** The keys in our namespace that neither this package nor the others know. */
export function unknownSettings(
  keys: readonly string[],
  others = OTHER_PROVIDERS,
): UnknownSetting[] {
  const ours = Object.keys(VARIABLES);
  const known = new Set([
    ...ours,
    ...others,
    // These have their own error.
    ...ENDPOINTS.map((name) => `endpoints.${name}`),
  ]);
  return keys
    .filter((key) => key.startsWith(NAMESPACE))
    .filter((key) => !known.has(key.slice(NAMESPACE.length)))
    .map((key) => {
      const meant = nearest(key.slice(NAMESPACE.length), ours);
      return { key, meant: meant && NAMESPACE + meant };
    });
}
