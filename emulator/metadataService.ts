import { randomBytes } from "node:crypto";
import { type Answer, iamError, json } from "./answer.js";
import type { Cloud } from "./cloud.js";
import { header, type ReceivedRequest } from "./receivedRequest.js";
import { domainId, podToken } from "./seed.js";
import { temporaryKey } from "./temporaryKeys.js";
import { identityTime } from "./time.js";

const MAX_TTL_SECONDS = 21_600;

/** PUT /meta-data/latest/api/token */
export function createMetadataToken(
  cloud: Cloud,
  { headers }: ReceivedRequest,
): Answer {
  if (!cloud.settings.metadataService) return plain(404, "Not Found");
  const ttl = Number(header(headers, "x-metadata-token-ttl-seconds"));
  if (!Number.isInteger(ttl) || ttl < 1 || ttl > MAX_TTL_SECONDS) {
    return plain(400, "X-Metadata-Token-Ttl-Seconds is invalid");
  }
  const token = randomBytes(24).toString("base64");
  cloud.metadataTokens.set(token, cloud.now() + ttl * 1000);
  return plain(200, token);
}

/**
 * GET /openstack/latest/securitykey
 *
 * Without a token, it answers like version 1 of the service, which has none.
 */
export function showSecurityKey(
  cloud: Cloud,
  { headers }: ReceivedRequest,
): Answer {
  if (!cloud.settings.metadataService) return plain(404, "Not Found");
  const now = cloud.now();
  const token = header(headers, "x-metadata-token");
  if (token !== undefined && (cloud.metadataTokens.get(token) ?? 0) <= now) {
    return plain(401, "Unauthorized");
  }
  const key = cloud.settings.accessKeys.find(
    ({ securityToken, expiresAt }) =>
      securityToken !== undefined &&
      (expiresAt === undefined || Date.parse(expiresAt) > now),
  );
  if (key === undefined) {
    return plain(401, "Please configure Cloud Service Agency first");
  }
  return json(200, {
    credential: {
      access: key.accessKey,
      secret: key.secretKey,
      securitytoken: key.securityToken,
      expires_at:
        key.expiresAt ??
        identityTime(now + cloud.settings.tokenLifetimeSeconds * 1000),
    },
  });
}

function plain(status: number, text: string): Answer {
  return { status, headers: { "Content-Type": "text/plain" }, body: text };
}

/** POST /pod/credentials: what `HC_CONTAINER_CREDENTIALS_FULL_URI` names in a pod of CCE. */
export function podCredentials(cloud: Cloud, request: ReceivedRequest): Answer {
  if (header(request.headers, "authorization") !== podToken) {
    return iamError(401, "CCE.0001", "the pod is not known");
  }
  const { tokenLifetimeSeconds } = cloud.settings;
  return temporaryKey(cloud, domainId, tokenLifetimeSeconds, 200);
}
