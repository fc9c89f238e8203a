import { type Authenticator, authenticatorFor } from "./auth/authenticator.js";
import { DirectConnectClient } from "./client.js";
import type { Detection } from "./detection.js";
import { defaultEndpoint } from "./endpoints.js";
import { connections } from "./http/connections.js";
import { MAX_RETRIES, REQUEST_TIMEOUT_MS, TIMEOUT_MS } from "./http/backoff.js";
import { systemClock } from "./http/clock.js";
import { Transport } from "./http/transport.js";
import {
  type Overrides,
  readSettings,
  type SettingsSource,
} from "./settings.js";

/** What identifies a task, and how it may be read. */
export interface Query extends Overrides {
  readonly detectionId: string;
  /** Two queries share one request only if they have the same. */
  readonly fresh?: number | undefined;
}

/** A task, and where it was found. */
export interface Located extends Detection {
  readonly projectId: string;
  readonly region: string;
}

/** All look-ups of one process: of one operation of the engine, or of one program. */
export class Session {
  readonly #source: SettingsSource;
  readonly #found = new Map<string, Promise<Located>>();
  readonly #transport = new Transport(
    {
      maxRetries: MAX_RETRIES,
      requestTimeoutMs: REQUEST_TIMEOUT_MS,
      timeoutMs: TIMEOUT_MS,
      maxConcurrentRequests: 32,
    },
    connections(),
    systemClock,
  );

  constructor(source: SettingsSource) {
    this.#source = source;
  }

  /** The task; once for all that ask in the same way. */
  find(query: Query): Promise<Located> {
    const key = JSON.stringify([
      query.detectionId,
      query.region,
      query.projectId,
      query.fresh,
    ]);
    let found = this.#found.get(key);
    if (!found) {
      found = this.#fetch(query);
      this.#found.set(key, found);
    }
    return found;
  }

  async #fetch(query: Query): Promise<Located> {
    const settings = readSettings(this.#source, query);
    const { region, projectId } = settings;
    const authenticator: Authenticator = authenticatorFor(
      settings.credentials,
      projectId,
    );
    const endpoint =
      settings.endpoints.dc ?? defaultEndpoint("dcaas", region, settings.cloud);
    const client = new DirectConnectClient(
      { endpoint, region, projectId },
      authenticator,
      this.#transport,
    );
    const detection = await client.showVifPeerDetection(query.detectionId);
    return { ...detection, projectId, region };
  }
}
