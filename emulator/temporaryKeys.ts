import { randomBytes } from "node:crypto";
import * as v from "valibot";
import { type Answer, json } from "./answer.js";
import type { Cloud } from "./cloud.js";
import type { Settings } from "./settings.js";
import { identityTime } from "./time.js";

type Agency = Settings["agencies"][number];

/** The allowed lifetimes of a key. */
export const seconds = (max: number) =>
  v.pipe(v.number(), v.integer(), v.minValue(900), v.maxValue(max));

export function agencyOf(
  cloud: Cloud,
  domainId: string | undefined,
  name: string,
): Agency | undefined {
  return cloud.settings.agencies.find(
    (agency) => agency.domainId === domainId && agency.name === name,
  );
}

/** A new key, in IAM's words. */
export function temporaryKey(
  cloud: Cloud,
  domainId: string,
  duration: number,
  status = 201,
): Answer {
  const key = issueKey(cloud, domainId, duration);
  return json(status, {
    credential: {
      access: key.accessKey,
      secret: key.secretKey,
      securitytoken: key.securityToken,
      expires_at: key.expiresAt,
    },
  });
}

export function issueKey(cloud: Cloud, domainId: string, duration: number) {
  const { agencyKeySeconds, accessKeys } = cloud.settings;
  const key = {
    accessKey: `HSTA${randomBytes(8).toString("hex").toUpperCase()}`,
    secretKey: randomBytes(30).toString("base64url"),
    securityToken: `ggp${randomBytes(600).toString("base64")}`,
    expiresAt: identityTime(
      cloud.now() + (agencyKeySeconds ?? duration) * 1000,
    ),
    domainId,
  };
  cloud.settings = { ...cloud.settings, accessKeys: [...accessKeys, key] };
  return key;
}
