import { createHash } from "node:crypto";
import { decoded, header, type ReceivedRequest } from "./receivedRequest.js";

export const ALGORITHM = "SDK-HMAC-SHA256";

/** A request may declare a placeholder for the hash of its body, as SDKs do for uploads. */
const CONTENT_HASH_HEADER = "x-sdk-content-sha256";

/** The canonical request, rebuilt from the bytes that arrived. */
export function canonicalRequest(
  request: Omit<ReceivedRequest, "requestId">,
  signedHeaders: readonly string[],
): string {
  const names = [...signedHeaders].sort();
  return [
    request.method,
    canonicalPath(request.path),
    canonicalQuery(request.rawQuery),
    names.map((name) => `${name}:${headerValue(request, name)}\n`).join(""),
    names.join(";"),
    header(request.headers, CONTENT_HASH_HEADER) ?? sha256(request.body),
  ].join("\n");
}

export function stringToSign(date: string, canonical: string): string {
  return [ALGORITHM, date, sha256(canonical)].join("\n");
}

export function sha256(data: string | Buffer): string {
  return createHash("sha256").update(data).digest("hex");
}

/** A declared hash must match the body, unless it is the placeholder. */
export function declaredHashHolds(
  request: Omit<ReceivedRequest, "requestId">,
): boolean {
  const declared = header(request.headers, CONTENT_HASH_HEADER);
  return (
    declared === undefined ||
    declared === "UNSIGNED-PAYLOAD" ||
    declared === sha256(request.body)
  );
}

/** Ends with a slash, although the URL does not. */
function canonicalPath(path: string): string {
  const encoded = path
    .split("/")
    .map((segment) => encode(decoded(segment)))
    .join("/");
  return encoded.endsWith("/") ? encoded : `${encoded}/`;
}

function canonicalQuery(rawQuery: string): string {
  return rawQuery
    .split("&")
    .filter((pair) => pair !== "")
    .map((pair) => {
      const [name = "", ...value] = pair.split("=");
      return [decoded(name), decoded(value.join("="))] as const;
    })
    .sort(([a, x], [b, y]) => compare(a, b) || compare(x, y))
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .join("&");
}

function headerValue(
  request: Omit<ReceivedRequest, "requestId">,
  name: string,
): string {
  return (header(request.headers, name) ?? "").trim();
}

/** Encodes all but the unreserved characters; encodeURIComponent skips five more. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
