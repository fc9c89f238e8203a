import {
  createServer,
  type IncomingMessage,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import * as v from "valibot";
import { Cloud } from "./cloud.js";
import { CONTROL_PATH, serveControl } from "./controlServer.js";
import { Task } from "./detections.js";
import { serve } from "./gateway.js";
import { documentedDetection } from "./seed.js";
import { SettingsChange } from "./settings.js";

export interface EmulatorOptions {
  /** Default: a free port. */
  readonly port?: number;
  /** Merged over the defaults. A reset restores the result. */
  readonly settings?: SettingsChange;
  /** Default: the documented detection. A reset restores them. */
  readonly detections?: readonly Task[];
}

export interface Emulator {
  readonly url: string;
  readonly port: number;
  /** Stops at once and closes all open connections. */
  close(): Promise<void>;
}

/** A real token may have 10 kB; with the other headers, that exceeds Node.js's default. */
const MAX_HEADER_BYTES = 32 * 1024;
/** Longer than a client keeps an idle connection, so that the server never closes it first. */
const KEEP_ALIVE_MS = 65_000;

/** Starts the Direct Connect API, IAM and the metadata service on one port of this machine. */
export function startEmulator({
  port = 0,
  settings = {},
  detections = [documentedDetection],
}: EmulatorOptions = {}): Promise<Emulator> {
  const cloud = new Cloud({
    settings: v.parse(SettingsChange, settings),
    detections: v.parse(v.array(Task), detections),
  });
  const server = createServer(
    { maxHeaderSize: MAX_HEADER_BYTES, keepAliveTimeout: KEEP_ALIVE_MS },
    (message, response) => {
      answer(cloud, message, response).catch((error: unknown) => {
        // A disconnected client ends its request; anything else is a bug in the emulator.
        if (!response.destroyed) console.error(error);
        response.destroy();
      });
    },
  );
  return new Promise((started, failed) => {
    server.once("error", failed);
    server.listen(port, "127.0.0.1", () => {
      const { port: bound } = server.address() as AddressInfo;
      started({
        url: `http://127.0.0.1:${String(bound)}`,
        port: bound,
        close: () =>
          new Promise((closed) => {
            server.close(() => {
              closed();
            });
            server.closeAllConnections();
          }),
      });
    });
  });
}

function answer(
  cloud: Cloud,
  message: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const control = message.url?.startsWith(`${CONTROL_PATH}/`) ?? false;
  return (control ? serveControl : serve)(cloud, message, response);
}
