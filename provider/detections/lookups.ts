import { SignIn } from "../huaweicloud/auth/signIn.js";
import { DirectConnectClient } from "./directConnect.js";
import type { Detection } from "./detection.js";
import { directConnectEndpoint } from "../huaweicloud/endpoints.js";
import { InputError, NotFoundError } from "../huaweicloud/errors.js";
import { systemClock } from "../huaweicloud/http/clock.js";
import { connections } from "../huaweicloud/http/connections.js";
import { Transport } from "../huaweicloud/http/transport.js";
import { newestFirst } from "./newestFirst.js";
import { type Freshness, SharedFetches } from "./sharedFetches.js";
import { Service } from "../huaweicloud/service.js";
import type { SettingsSource } from "../huaweicloud/settingNames.js";
import {
  type Overrides,
  readSettings,
  type Settings,
} from "../huaweicloud/settings.js";
import { type Host, untilEnded, type WaitForCompletion } from "./waiting.js";

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

/** Where tasks are looked up. */
interface ProjectClient {
  readonly region: string;
  readonly projectId: string;
  readonly client: DirectConnectClient;
}

/** All look-ups of one process: of one operation of the engine, or of one program. */
export class Lookups {
  readonly settings: Settings;
  readonly #clock = systemClock;
  readonly #shown = new SharedFetches<Located>(() => this.#clock.now());
  readonly #listed = new SharedFetches<Located[]>(() => this.#clock.now());
  readonly #ended = new SharedFetches<Located>(() => this.#clock.now());
  readonly #transport: Transport;
  readonly #signIn: SignIn;

  constructor(
    source: SettingsSource,
    readonly host: Omit<Host, "clock">,
  ) {
    this.settings = readSettings(source);
    const { network } = this.settings;
    const { log } = host;
    const connectionFor = connections(network, source.environment);
    this.#transport = new Transport(network, connectionFor, this.#clock);
    // Requests wait for a sign-in while they hold a slot, so sharing the limit could deadlock.
    const identity = new Transport(network, connectionFor, this.#clock);
    this.#signIn = new SignIn(source, this.settings, identity, log);
    if (network.insecure) {
      log(
        `warning: ${this.settings.origins.insecure ?? "huaweicloud:insecure"} is on: nobody checks that the answers are Huawei Cloud's, nor who reads the credentials`,
      );
    }
  }

  /** The task that a query names. */
  async find(query: Query, freshness: Freshness = {}): Promise<Located> {
    const { detectionId, vifPeerId } = query;
    if (detectionId === undefined) return this.#newest(query, freshness);
    const place = await this.#place(query);
    const task = await this.#shown.get(
      [place.region, place.projectId, detectionId],
      freshness,
      () => show(place, detectionId),
    );
    if (vifPeerId === undefined || same(task.vifPeerId, vifPeerId)) return task;
    throw new InputError(
      `detection ${detectionId} is of peer ${task.vifPeerId}, not of the given vifPeerId ${vifPeerId}: give one of them, or two that belong together`,
    );
  }

  /** The task that a query names, once it has ended if the query waits for that. */
  async findEnded(query: Query, freshness: Freshness = {}): Promise<Located> {
    const task = await this.find(query, freshness);
    const { waitForCompletion: wait } = query;
    if (!wait || task.status !== "processing") return task;
    const place = await this.#place(query);
    const key = [task.region, task.projectId, task.detectionId, wait];
    return this.#ended.get(key, freshness, () =>
      untilEnded(task, wait, () => show(place, task.detectionId), {
        ...this.host,
        clock: this.#clock,
      }),
    );
  }

  /** All tasks, newest first. */
  async list(
    overrides: Overrides,
    freshness: Freshness = {},
  ): Promise<Located[]> {
    const place = await this.#place(overrides);
    const { region, projectId, client } = place;
    return this.#listed.get([region, projectId], freshness, async () => {
      const tasks = await client.listVifPeerDetections();
      return newestFirst(tasks, this.settings.timeZone).map((task) =>
        located(task, place),
      );
    });
  }

  async #newest(query: Query, freshness: Freshness): Promise<Located> {
    const { vifPeerId = "" } = query;
    const tasks = await this.list(query, freshness);
    const newest = tasks.find((task) => same(task.vifPeerId, vifPeerId));
    if (newest) return newest;
    const { region, projectId } = await this.#place(query);
    throw new NotFoundError(
      `peer ${vifPeerId} has no detection in project ${projectId}, region ${region} (${String(tasks.length)} of other peers): start one for it, or check vifPeerId, region and projectId`,
    );
  }

  /** Where a query is looked up; signs in where nobody has for that project. */
  async #place(overrides: Overrides): Promise<ProjectClient> {
    const { region, projectId, authenticator } =
      await this.#signIn.account(overrides);
    const { endpoints, cloud } = this.settings;
    const service = new Service({
      endpoint: endpoints.dc ?? directConnectEndpoint(region, cloud),
      transport: this.#transport,
      authenticator,
      context: { endpointSetting: "huaweicloud:endpoints.dc", region },
    });
    return {
      region,
      projectId,
      client: new DirectConnectClient(service, projectId),
    };
  }
}

async function show(
  place: ProjectClient,
  detectionId: string,
): Promise<Located> {
  return located(await place.client.showVifPeerDetection(detectionId), place);
}

/** The project is the one asked, also where the service leaves it out. */
function located(
  task: Detection,
  { region, projectId }: ProjectClient,
): Located {
  return { ...task, projectId, region };
}

function same(id: string, other: string): boolean {
  return id.toLowerCase() === other.toLowerCase();
}
