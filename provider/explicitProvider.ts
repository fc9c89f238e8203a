import { hasIdToken } from "./huaweicloud/index.js";
import {
  CREDENTIAL_SETTINGS,
  type SettingsSource,
  VARIABLES,
} from "./settings/index.js";

type Config = SettingsSource["config"];
type Environment = SettingsSource["environment"];

/** Settings of this machine, which every account on it uses. */
const OF_THE_MACHINE = ["cacertFile", "insecure", "maxRetries"] as const;
/** The variables of the SDKs and of id tokens, which are not settings. */
const OTHER_VARIABLES =
  /^(HUAWEICLOUD_(SDK|OIDC)_|HC_CONTAINER_|HW_ASSUME_ROLE_|OS_AGENCY_|OS_DELEGATED_)/;
const OF_AGENCIES = /^(HW_ASSUME_ROLE_|OS_AGENCY_|OS_DELEGATED_)/;

/**
 * The source of a process's settings. An explicit provider uses its own arguments, and ignores the environment's region,
 * project and account; without credentials, it signs in as the stack does.
 */
export function settingsSource(
  config: Config,
  environment: Environment,
): SettingsSource {
  const name = config("huaweicloud-dc:provider");
  if (name === undefined) return { config, environment };
  const isolated = config("huaweicloud-dc:credentials") !== "stack";
  const kept = new Set<string>(
    [...OF_THE_MACHINE, ...(isolated ? [] : CREDENTIAL_SETTINGS)].flatMap(
      (setting) => VARIABLES[setting],
    ),
  );
  const settings = new Set<string>(Object.values(VARIABLES).flat());
  const withIdToken = hasIdToken(environment);
  const mayBeUsed = (variable: string) => {
    if (settings.has(variable)) return kept.has(variable);
    if (!OTHER_VARIABLES.test(variable)) return true;
    return (
      !isolated &&
      (withIdToken ? !/^OS_/.test(variable) : !OF_AGENCIES.test(variable))
    );
  };
  return {
    config,
    environment: Object.fromEntries(
      Object.entries(environment).filter(([variable]) => mayBeUsed(variable)),
    ),
    provider: { name, isolated },
  };
}
