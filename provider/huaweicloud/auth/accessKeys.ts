import { SettingsError } from "../errors.js";
import { Secret } from "../secret.js";
import { cannotRenew, withSignature } from "./authenticator.js";
import {
  type Credentials,
  fingerprintOf,
  type WayContext,
} from "./credentials.js";
import { checkCredential } from "./settingParts.js";
import type { AccessKey } from "./signature.js";

/** A value and where it comes from. */
interface Part {
  readonly text: string;
  readonly origin: string;
}

/** An access key whose parts all come from one place. */
interface FoundKey extends Pick<
  Credentials,
  | "source"
  | "settings"
  | "fromConfig"
  | "region"
  | "projectId"
  | "iamEndpoint"
  | "note"
> {
  readonly accessKey: Part;
  readonly secretKey: Part;
  readonly securityToken: Part | undefined;
  /** The name of the setting for the security token of a temporary key. */
  readonly securityTokenName: string;
}

/** Turns an access key into credentials. Throws if a part is malformed. */
export function accessKeyCredentials(
  { transport }: WayContext,
  found: FoundKey,
): Credentials {
  const { accessKey, secretKey, securityToken, securityTokenName, ...origin } =
    found;
  for (const part of [accessKey, secretKey, securityToken]) {
    if (part) checkCredential(part);
  }
  if (looksSwapped(accessKey.text, secretKey.text)) {
    throw new SettingsError([
      `${accessKey.origin} and ${secretKey.origin} look swapped: an access key has 20 capital letters and digits, a secret key has 40 characters`,
    ]);
  }
  const key: AccessKey = {
    accessKey: accessKey.text,
    secretKey: new Secret(secretKey.text),
    securityToken: securityToken && new Secret(securityToken.text),
  };
  const proof = {
    advice: `Check the access key and its secret key${securityToken ? ", and the security token, which expires with its temporary key" : ` (a temporary key also needs ${securityTokenName})`} (from ${origin.source}). This machine's clock must be correct to within 15 minutes.`,
    renew: cannotRenew,
  };
  return {
    ...origin,
    fingerprint: fingerprintOf(
      accessKey.text,
      secretKey.text,
      securityToken?.text,
    ),
    account: accessKey.text,
    authenticator: ({ project }) => ({
      authenticate: (request) =>
        Promise.resolve(
          withSignature(
            request,
            key,
            "id" in project ? project.id : undefined,
            transport.clock.now(),
            proof,
          ),
        ),
    }),
  };
}

function looksSwapped(accessKey: string, secretKey: string): boolean {
  return accessKey.length === 40 && /^[A-Z0-9]{20}$/.test(secretKey);
}
