import type { ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { createGzip } from "node:zlib";
import { Readable } from "node:stream";
import type { Answer } from "./answer.js";
import type { PendingFault } from "./faults.js";
import type { Visit } from "./requestLog.js";

/** Long enough to flush the written bytes before the connection is cut. */
const DEPARTURE_MS = 20;

/** Sends the response, damaged by the fault if there is one. */
export async function deliver(
  response: ServerResponse,
  answer: Answer,
  fault: PendingFault | undefined,
  visit: Visit,
): Promise<void> {
  const gone = visit.over;
  const body = Buffer.from(answer.body);
  const begin = (headers: Record<string, string>) => {
    visit.answered(answer.status);
    response.writeHead(answer.status, { ...answer.headers, ...headers });
  };
  const length = { "Content-Length": String(body.length) };
  switch (fault?.kind) {
    case "stallHeaders":
      return;
    case "resetBeforeHeaders":
      response.socket?.resetAndDestroy();
      return;
    case "resetAfterHeaders":
      begin(length);
      response.flushHeaders();
      await sleep(DEPARTURE_MS, undefined, { signal: gone });
      response.socket?.resetAndDestroy();
      return;
    case "truncated":
      begin(length);
      response.write(body.subarray(0, Math.floor(body.length / 2)));
      await sleep(DEPARTURE_MS, undefined, { signal: gone });
      response.socket?.end();
      return;
    case "dripBody":
      begin(length);
      response.flushHeaders();
      for (const byte of body) {
        await sleep(fault.intervalMs, undefined, { signal: gone });
        response.write(Buffer.of(byte));
      }
      response.end();
      return;
    case "oversized":
      begin(fault.compressed === false ? {} : { "Content-Encoding": "gzip" });
      await deliverPadded(response, answer, fault);
      return;
    case "wrongContentType":
      begin({
        ...length,
        "Content-Type": "application/octet-stream",
      });
      response.end(body);
      return;
    case "delay":
      await sleep(fault.ms, undefined, { signal: gone });
      break;
    default:
  }
  begin(answer.status === 204 ? {} : length);
  response.end(body);
}

/** Pads the JSON with spaces: it stays valid, only too large. Announces no length. */
async function deliverPadded(
  response: ServerResponse,
  answer: Answer,
  { bytes, compressed }: Extract<PendingFault, { kind: "oversized" }>,
): Promise<void> {
  const source = Readable.from(padded(answer.body, bytes));
  await (compressed === false
    ? pipeline(source, response)
    : pipeline(source, createGzip(), response));
}

function* padded(body: string, bytes: number): Generator<Buffer> {
  const start = Buffer.from(body);
  yield start;
  const blanks = Buffer.alloc(64 * 1024, " ");
  for (let left = bytes - start.length; left > 0; left -= blanks.length) {
    yield blanks.subarray(0, left);
  }
}
