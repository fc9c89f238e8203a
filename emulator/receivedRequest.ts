import type { IncomingHttpHeaders, IncomingMessage } from "node:http";

/** The largest body that the API gateway accepts. */
const MAX_BODY_BYTES = 12 * 1024 * 1024;

export interface ReceivedRequest {
  readonly method: string;
  /** As sent, still percent-encoded. */
  readonly path: string;
  /** As sent, without the question mark. */
  readonly rawQuery: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly requestId: string;
}

export function targetOf(message: IncomingMessage): {
  method: string;
  path: string;
  rawQuery: string;
} {
  const [path = "/", ...query] = (message.url ?? "/").split("?");
  return {
    method: message.method ?? "GET",
    path,
    rawQuery: query.join("?"),
  };
}

/** `undefined` for a body over the gateway's limit. */
export async function readBody(
  message: IncomingMessage,
): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    size += chunk.length;
    // Keep reading past the limit; otherwise the client would get a reset instead of a response.
    if (size <= MAX_BODY_BYTES) chunks.push(chunk);
  }
  return size <= MAX_BODY_BYTES ? Buffer.concat(chunks) : undefined;
}

/** `undefined` for malformed JSON, which no schema accepts. */
export function parsedBody({ body }: ReceivedRequest): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return undefined;
  }
}

/** Percent-decodes; returns malformed input unchanged. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Gets a header. Repeated headers are joined as HTTP defines. */
export function header(
  headers: IncomingHttpHeaders,
  name: string,
): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value.join(",") : value;
}
