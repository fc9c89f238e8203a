import {
  SignIn,
  directConnectEndpoint,
  InputError,
  StillProcessingError,
  connections,
  Transport,
  Service,
  type Overrides,
  readSettings,
  type Settings,
} from "../huaweicloud/index.js";
import { DirectConnectClient } from "./directConnect.js";
import { type Detection, type Listing, sameId } from "./detection.js";
import { newestFirst } from "./newestFirst.js";
import { type ListingContext, newestFew, newestOf } from "./newestOf.js";
import { SharedFetches } from "./sharedFetches.js";
import { configKey, type SettingsSource } from "../settings/index.js";
import {
  type Host,
  untilEnded,
  type WaitForCompletion,
  waitingPlan,
} from "./waiting.js";

/** A detection, and where it was found. */
export interface Located extends Detection {
  readonly projectId: string;
  readonly region: string;
}

export interface Query extends Overrides {
  readonly detectionId?: string | undefined;
  /** Instead of a detection: the newest detection of this peer. */
  readonly vifPeerId?: string | undefined;
  readonly waitForCompletion?: WaitForCompletion | undefined;
}

/** Where detections are looked up. */
export interface ProjectClient {
  readonly region: string;
  readonly projectId: string;
  /** A digest of the account and name that the project was found by; `undefined` if its id was given. */
  readonly foundBy?: string | undefined;
  readonly client: DirectConnectClient;
}

/** All lookups of one process, which serves one operation of the engine or one program. */
export class Lookups {
  readonly settings: Settings;
  readonly #shown = new SharedFetches<Located>();
  readonly #listed = new SharedFetches<Listing<Located>>();
  readonly #ended = new SharedFetches<Located>();
  readonly #transport: Transport;
  readonly #signIn: SignIn;

  constructor(
    source: SettingsSource,
    readonly host: Host,
  ) {
    this.settings = readSettings(source);
    const { network } = this.settings;
    const { clock, log, warn } = host;
    const connectionFor = connections(network, source.environment);
    this.#transport = new Transport(network, connectionFor, clock);
    // Requests hold a slot while they wait for sign-in, so sharing the limit could deadlock.
    const identity = () => new Transport(network, connectionFor, clock);
    this.#signIn = new SignIn(source, this.settings, identity, log);
    if (network.insecure) {
      warn(
        `${this.settings.origins.insecure ?? configKey("insecure")} is on: certificates are not verified, so anyone on the network path can read the credentials and forge responses`,
      );
    }
  }

  /** The detection that a query selects. */
  async find(query: Query, batch = ""): Promise<Located> {
    const { detectionId, vifPeerId } = query;
    if (detectionId === undefined) return this.#newest(query, batch);
    const place = await this.place(query);
    const detection = await this.#shown.get(
      [place.region, place.projectId, detectionId],
      batch,
      () => show(place, detectionId),
    );
    if (vifPeerId === undefined || sameId(detection.vifPeerId, vifPeerId))
      return detection;
    throw new InputError(
      `detection ${detectionId} belongs to peer ${detection.vifPeerId}, not to the peer in vifPeerId, ${vifPeerId}: set only one of the two ids, or a matching pair`,
    );
  }

  /** The detection that a query selects. If the query waits for completion, resolves once the detection has ended. */
  async findEnded(query: Query, batch = ""): Promise<Located> {
    const early = await this.#isRead(query, batch);
    const found = await this.find(query, batch);
    const { waitForCompletion: wait } = query;
    if (!wait || found.status !== "processing") return found;
    const place = await this.place(query);
    const readAgain = () => show(place, found.detectionId);
    const key = [found.region, found.projectId, found.detectionId, wait];
    return this.#ended.get(key, batch, async () =>
      // It may have ended while its siblings were waiting.
      untilEnded(
        early ? await readAgain() : found,
        waitingPlan(wait),
        readAgain,
        this.host,
      ).catch((error: unknown) => this.#passOverdue(error)),
    );
  }

  async #isRead(query: Query, batch: string): Promise<boolean> {
    const { region, projectId } = await this.place(query);
    return query.detectionId === undefined
      ? this.#listed.has([region, projectId], batch)
      : this.#shown.has([region, projectId, query.detectionId], batch);
  }

  /** A query that waits expects the detection to end, so a timeout is an unmet expectation. */
  #passOverdue(error: unknown): Located {
    if (
      !(error instanceof StillProcessingError) ||
      this.settings.gate !== "warn"
    ) {
      throw error;
    }
    const { message, detection } = error as StillProcessingError<Located>;
    this.host.warn(`${message}; passed because HUAWEICLOUD_DC_GATE=warn`);
    return detection;
  }

  /** All detections, newest first. */
  async list(overrides: Overrides, batch = ""): Promise<Listing<Located>> {
    const place = await this.place(overrides);
    const { region, projectId, client } = place;
    return this.#listed.get([region, projectId], batch, async () => {
      const { detections, odd } = await client.listVifPeerDetections();
      return {
        detections: newestFirst(detections, this.settings.timeZone).map((one) =>
          located(one, place),
        ),
        odd,
      };
    });
  }

  async #newest(query: Query, batch = ""): Promise<Located> {
    const { vifPeerId = "" } = query;
    const listing = await this.list(query, batch);
    return newestOf(listing, vifPeerId, await this.#listingContext(query));
  }

  async #listingContext(overrides: Overrides): Promise<ListingContext> {
    const { region, projectId } = await this.place(overrides);
    return {
      timeZone: this.settings.timeZone,
      where: `project ${projectId}, region ${region}`,
    };
  }

  /** The newest detections of a query's peer, from the listing that the newest one was found in. */
  async newestFew(
    query: Overrides & { readonly vifPeerId: string },
    count: number,
    batch = "",
  ): Promise<Located[]> {
    const listing = await this.list(query, batch);
    return newestFew(
      listing,
      query.vifPeerId,
      count,
      await this.#listingContext(query),
    );
  }

  /** Whether a query is for that place, as far as this is known while IAM cannot answer. */
  async isFor(
    overrides: Overrides,
    place: { readonly region: string; readonly projectId: string },
    foundBy: string | undefined,
  ): Promise<boolean> {
    const target = await this.#signIn.target(overrides);
    return (
      target.region === place.region &&
      (target.projectId === undefined
        ? target.foundBy !== undefined && target.foundBy === foundBy
        : target.projectId === place.projectId)
    );
  }

  /** The client of the query's project. Signs in if necessary. */
  async place(overrides: Overrides): Promise<ProjectClient> {
    const { authenticator, ...place } = await this.#signIn.account(overrides);
    const { region, projectId } = place;
    const { endpoints, cloud } = this.settings;
    const service = new Service({
      endpoint: endpoints.dc ?? directConnectEndpoint(region, cloud),
      transport: this.#transport,
      authenticator,
      context: { endpointSetting: configKey("endpoints.dc"), region },
    });
    return { ...place, client: new DirectConnectClient(service, projectId) };
  }
}

export async function show(
  place: ProjectClient,
  detectionId: string,
): Promise<Located> {
  return located(await place.client.showVifPeerDetection(detectionId), place);
}

/** Adds the project and region that were queried, since the service may omit the project. */
export function located(
  detection: Detection,
  { region, projectId }: ProjectClient,
): Located {
  return { ...detection, projectId, region };
}
