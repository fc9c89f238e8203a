import { createHmac, timingSafeEqual } from "node:crypto";
import {
  ALGORITHM,
  canonicalRequest,
  declaredHashHolds,
  stringToSign,
} from "./canonicalRequest.js";
import { header, type ReceivedRequest } from "./receivedRequest.js";
import type { Settings } from "./settings.js";
import { parseSigningTime, signingTime } from "./time.js";

const MAX_SKEW_MS = 15 * 60_000;

const AUTHORIZATION = new RegExp(
  `^${ALGORITHM} Access=([^,\\s]+), ?SignedHeaders=([^,\\s]+), ?Signature=([0-9a-f]+)$`,
);

/** Why the request is refused, in the gateway's words; `undefined` if the signature is valid. */
export function signatureFault(
  request: Omit<ReceivedRequest, "requestId">,
  accessKeys: Settings["accessKeys"],
  now: number,
): string | undefined {
  const [, access, names, signature] =
    AUTHORIZATION.exec(header(request.headers, "authorization") ?? "") ?? [];
  if (access === undefined || names === undefined || signature === undefined) {
    return "authorization header format is incorrect";
  }
  const date = header(request.headers, "x-sdk-date") ?? "";
  const signedAt = parseSigningTime(date);
  if (signedAt === undefined) return `X-Sdk-Date ${date} is not valid`;
  if (Math.abs(now - signedAt) > MAX_SKEW_MS) {
    return `signature expired, signature time:${date}, server time:${signingTime(now)}`;
  }
  const key = accessKeys.find(({ accessKey }) => accessKey === access);
  if (key === undefined) {
    return `Get secretKey failed,ak:${access},err:ak not exist`;
  }
  const signedHeaders = names.toLowerCase().split(";");
  const canonical = canonicalRequest(request, signedHeaders);
  const expected = createHmac("sha256", key.secretKey)
    .update(stringToSign(date, canonical))
    .digest();
  const complete = ["host", "x-sdk-date"].every((name) =>
    signedHeaders.includes(name),
  );
  if (
    !complete ||
    !declaredHashHolds(request) ||
    !same(expected, Buffer.from(signature, "hex"))
  ) {
    return `verify aksk signature fail, canonicalRequest:${canonical.replaceAll("\n", "|")}`;
  }
  return temporaryKeyFault(request, key, signedHeaders, now);
}

function temporaryKeyFault(
  request: Omit<ReceivedRequest, "requestId">,
  key: Settings["accessKeys"][number],
  signedHeaders: readonly string[],
  now: number,
): string | undefined {
  if (key.expiresAt !== undefined && Date.parse(key.expiresAt) <= now) {
    return `Get secretKey failed,ak:${key.accessKey},err:ak is expired`;
  }
  if (key.securityToken === undefined) return undefined;
  const given = header(request.headers, "x-security-token");
  if (given === undefined) {
    return "verify aksk signature fail, X-Security-Token not found";
  }
  if (!signedHeaders.includes("x-security-token")) {
    return "verify aksk signature fail, X-Security-Token is not signed";
  }
  return same(Buffer.from(key.securityToken), Buffer.from(given))
    ? undefined
    : "decrypt security token fail";
}

function same(expected: Buffer, given: Buffer): boolean {
  return expected.length === given.length && timingSafeEqual(expected, given);
}
