import { createHash, createHmac } from "node:crypto";
import type { HttpRequest } from "../http/request.js";
import type { Secret } from "../secret.js";

export interface AccessKey {
  readonly accessKey: string;
  readonly secretKey: Secret;
  /** Only for a temporary key, which is valid only together with it. */
  readonly securityToken?: Secret | undefined;
}

const ALGORITHM = "SDK-HMAC-SHA256";

/**
 * Signs a request with an access key, by Huawei Cloud's `SDK-HMAC-SHA256`, and returns the added headers. The signature covers
 * all headers, the host, the date, the query and the body. The official SDK's signer is not used: its npm package needs
 * `uuid` without declaring it, and loads axios, lodash and moment.
 *
 * @see https://support.huaweicloud.com/intl/en-us/devg-apisign/api-sign-algorithm-002.html
 */
export function signedHeaders(
  request: HttpRequest,
  key: AccessKey,
  now: Date,
): Record<string, string> {
  const date = now.toISOString().replace(/[-:]|\.\d{3}/g, "");
  const added = {
    "x-sdk-date": date,
    ...(key.securityToken && {
      "x-security-token": key.securityToken.reveal(),
    }),
  };
  const headers = Object.entries({
    ...request.headers,
    ...added,
    host: request.url.host,
  })
    .map(([name, value]) => [name.toLowerCase(), value.trim()] as const)
    .sort(byCodeUnit);
  const names = headers.map(([name]) => name).join(";");
  const canonicalRequest = [
    request.method,
    canonicalPath(request.url),
    canonicalQuery(request.url),
    headers.map(([name, value]) => `${name}:${value}\n`).join(""),
    names,
    sha256(request.body ?? ""),
  ].join("\n");
  const signature = createHmac("sha256", key.secretKey.reveal())
    .update([ALGORITHM, date, sha256(canonicalRequest)].join("\n"))
    .digest("hex");
  return {
    ...added,
    authorization: `${ALGORITHM} Access=${key.accessKey}, SignedHeaders=${names}, Signature=${signature}`,
  };
}

/** Unlike the path that is sent, the canonical form ends with a slash. */
function canonicalPath(url: URL): string {
  const path = url.pathname
    .split("/")
    .map((segment) => encode(decodeURIComponent(segment)))
    .join("/");
  return path.endsWith("/") ? path : `${path}/`;
}

function canonicalQuery(url: URL): string {
  return [...url.searchParams]
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .sort(byCodeUnit)
    .map((pair) => pair.join("="))
    .join("&");
}

type Pair = readonly [string, string];

function byCodeUnit([name, value]: Pair, [name2, value2]: Pair): number {
  const [left, right] = name === name2 ? [value, value2] : [name, name2];
  return left < right ? -1 : left > right ? 1 : 0;
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
