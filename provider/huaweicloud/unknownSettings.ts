import { nearest } from "./nearest.js";
import { VARIABLES } from "./settingNames.js";
import { ENDPOINTS } from "./settings.js";

/**
 * Arguments of the Huawei Cloud provider that manages resources, whose config has the same namespace. Those that this
 * package reads too are not repeated.
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

/** A key of the config that nobody reads. */
export interface UnknownSetting {
  readonly key: string;
  /** The key that was probably meant. */
  readonly meant: string | undefined;
}

const NAMESPACE = "huaweicloud:";

/** Of all keys of a config, those of our namespace that neither this package nor its neighbour knows. */
export function unknownSettings(keys: readonly string[]): UnknownSetting[] {
  const ours = Object.keys(VARIABLES);
  const known = new Set([
    ...ours,
    ...OTHER_PROVIDERS,
    // An error of its own.
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
