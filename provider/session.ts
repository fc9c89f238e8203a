import { authenticatorFor } from "./auth/authenticator.js";
import { DirectConnectClient } from "./client.js";
import type { Detection } from "./detection.js";
import { defaultEndpoint } from "./endpoints.js";
import { InputError, NotFoundError } from "./errors.js";
import { MAX_RETRIES, REQUEST_TIMEOUT_MS, TIMEOUT_MS } from "./http/backoff.js";
import { systemClock } from "./http/clock.js";
import { connections } from "./http/connections.js";
import { Transport } from "./http/transport.js";
import { newestFirst } from "./newest.js";
import { type Freshness, Once } from "./once.js";
import {
  type Overrides,
  readSettings,
  type Settings,
  type SettingsSource,
} from "./settings.js";
import {
  type Surroundings,
  untilEnded,
  type WaitForCompletion,
} from "./waiting.js";

/** A task, and where it was found. */
export interface Located extends Detection {
  readonly projectId: string;
  readonly region: string;
}

export interface Query extends Overrides {
  readonly detectionId?: string | undefined;
  /** Instead of a detection: the newest task of this peer. */
  readonly vifPeerId?: string | undefined;
  readonly waitForCompletion?: WaitForCompletion | undefined;
}

/** All look-ups of one process: of one operation of the engine, or of one program. */
export class Session {
  readonly #clock = systemClock;
  readonly #shown = new Once<Located>(() => this.#clock.now());
  readonly #listed = new Once<Located[]>(() => this.#clock.now());
  readonly #ended = new Once<Located>(() => this.#clock.now());
  readonly #transport = new Transport(
    {
      maxRetries: MAX_RETRIES,
      requestTimeoutMs: REQUEST_TIMEOUT_MS,
      timeoutMs: TIMEOUT_MS,
      maxConcurrentRequests: 32,
    },
    connections(),
    this.#clock,
  );

  constructor(
    readonly source: SettingsSource,
    readonly surroundings: Omit<Surroundings, "clock">,
  ) {}

  settings(overrides: Overrides): Settings {
    return readSettings(this.source, overrides);
  }

  /** The task that a query names. */
  async find(query: Query, freshness: Freshness = {}): Promise<Located> {
    const { detectionId, vifPeerId } = query;
    if (detectionId === undefined) return this.#newest(query, freshness);
    const { region, projectId } = this.settings(query);
    const task = await this.#shown.get(
      [region, projectId, detectionId],
      freshness,
      () => this.#show(query, detectionId),
    );
    if (vifPeerId === undefined || same(task.vifPeerId, vifPeerId)) return task;
    throw new InputError(
      `detection ${detectionId} is of peer ${task.vifPeerId}, not of the given vifPeerId ${vifPeerId}: give one of them, or two that belong together`,
    );
  }

  /** The task that a query names, once it has ended if the query waits for that. */
  async findEnded(query: Query, freshness: Freshness = {}): Promise<Located> {
    const task = await this.find(query, freshness);
    const { waitForCompletion: wait, region, projectId } = query;
    if (!wait || task.status !== "processing") return task;
    const key = [region, projectId, task.detectionId, wait];
    return this.#ended.get(key, freshness, () =>
      untilEnded(task, wait, () => this.#show(query, task.detectionId), {
        ...this.surroundings,
        clock: this.#clock,
      }),
    );
  }

  /** All tasks, newest first. */
  async list(
    overrides: Overrides,
    freshness: Freshness = {},
  ): Promise<Located[]> {
    const { region, projectId } = this.settings(overrides);
    return this.#listed.get([region, projectId], freshness, async () => {
      const { client, settings, locate } = this.#connect(overrides);
      const tasks = await client.listVifPeerDetections();
      return newestFirst(tasks, settings.timeZone).map(locate);
    });
  }

  async #newest(query: Query, freshness: Freshness): Promise<Located> {
    const { vifPeerId = "" } = query;
    const tasks = await this.list(query, freshness);
    const newest = tasks.find((task) => same(task.vifPeerId, vifPeerId));
    if (newest) return newest;
    const { region, projectId } = this.settings(query);
    throw new NotFoundError(
      `peer ${vifPeerId} has no detection in project ${projectId}, region ${region} (${String(tasks.length)} of other peers): start one for it, or check vifPeerId, region and projectId`,
    );
  }

  async #show(overrides: Overrides, detectionId: string): Promise<Located> {
    const { client, locate } = this.#connect(overrides);
    return locate(await client.showVifPeerDetection(detectionId));
  }

  #connect(overrides: Overrides) {
    const settings = this.settings(overrides);
    const { region, projectId, endpoints, cloud, credentials } = settings;
    const endpoint = endpoints.dc ?? defaultEndpoint("dcaas", region, cloud);
    const client = new DirectConnectClient(
      { endpoint, region, projectId },
      authenticatorFor(credentials, projectId),
      this.#transport,
    );
    // The project is the one asked, also where the service leaves it out.
    const locate = (task: Detection): Located => ({
      ...task,
      projectId,
      region,
    });
    return { client, settings, locate };
  }
}

function same(id: string, other: string): boolean {
  return id.toLowerCase() === other.toLowerCase();
}
