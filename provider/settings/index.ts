/** The names of the settings and where to find them. Programs load it to warn about unknown keys, so it imports little. */
export { nearest } from "./nearest.js";
export {
  configKey,
  CREDENTIAL_SETTINGS,
  type CredentialName,
  type EndpointName,
  ENDPOINTS,
  FAMILIES,
  type Family,
  find,
  type Found,
  isQuoted,
  label,
  namesIn,
  SECRET_SETTINGS,
  type SettingName,
  settingText,
  type SettingsSource,
  VARIABLES,
} from "./settingNames.js";
export { type UnknownSetting, unknownSettings } from "./unknownSettings.js";
