import type { Way } from "../credentials.js";
import { accessKey } from "./accessKey.js";
import { credentialsFile } from "./credentialsFile.js";
import { ecsAgency } from "./ecsAgency.js";
import { password } from "./password.js";
import { profile } from "./profile.js";
import { sdkVariables } from "./sdkVariables.js";
import { token } from "./token.js";

/** All ways to sign in. In each place, the first complete one is used. */
export const WAYS: readonly Way[] = [
  token,
  accessKey,
  password,
  sdkVariables,
  profile,
  credentialsFile,
  ecsAgency,
];
