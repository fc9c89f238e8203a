import { createHash } from "node:crypto";
import type { Transport } from "../http/transport.js";
import type { SettingsSource } from "../../settings/index.js";
import type { Settings } from "../settings.js";
import type { Authenticator } from "./authenticator.js";

/** A project in a region, by id if known, or else by name. */
export interface Scope {
  readonly region: string;
  readonly project: ProjectName | { readonly id: string };
}

export interface ProjectName {
  readonly name: string;
  /** The setting that the name comes from; `undefined` if it is the region's name. */
  readonly origin?: string | undefined;
}

/** Credentials, and where they come from. */
export interface Credentials {
  /** For messages, such as `HW_AUTH_TOKEN`. */
  readonly source: string;
  /** The keys and variables that they come from; empty for a file or a service. */
  readonly settings: readonly string[];
  /** Whether they come from the config. A refresh gets the saved config, whose credentials may have expired. */
  readonly fromConfig: boolean;
  /** Equal for equal credentials. */
  readonly fingerprint: string;
  /** Equal only for credentials of one account; `undefined` if only a request would tell. Not a secret. */
  readonly account?: string | undefined;
  /** From the same file or set of variables. Used unless a setting overrides it. */
  readonly region?: string | undefined;
  readonly projectId?: string | undefined;
  readonly iamEndpoint?: URL | undefined;
  /** Logged when the credentials are used. */
  readonly note?: string | undefined;
  /** The authenticator for IAM (scope with a project's name) or for a project (scope with its id). */
  authenticator(scope: Scope): Authenticator;
  /** The project's id, if signing in returns it. */
  projectIn?(scope: Scope): Promise<string | undefined>;
}

/** Why a way to sign in can't be used. */
export interface Missing {
  /** The keys and variables that are set. */
  readonly set: readonly string[];
  /** What is missing. */
  readonly missing: string;
  /** Both, as a sentence for the list of all ways. */
  readonly sentence: string;
}

/** Where a way may find credentials, in order of precedence. */
export const PLACES = ["config", "environment", "machine"] as const;
/** The config, the environment, and what this machine provides without a setting. */
export type Place = (typeof PLACES)[number];

/** What a way needs to find and exchange credentials. */
export interface WayContext {
  readonly source: SettingsSource;
  readonly settings: Settings;
  /** Not the transport of other requests: those hold a slot while they wait for sign-in, so sharing the limit could deadlock. */
  readonly transport: Transport;
  /** Opens another transport, for requests that a request of the first one waits for. */
  readonly openTransport: () => Transport;
}

/** A way to sign in. */
export interface Way {
  readonly label: string;
  readonly places: readonly Place[];
  /** Throws a SettingsError if a setting is malformed. */
  find(context: WayContext, place: Place): Promise<Credentials | Missing>;
}

export function isMissing(found: Credentials | Missing): found is Missing {
  return "missing" in found;
}

/** Identifies secrets without revealing them. */
export function fingerprintOf(...parts: unknown[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}

/** The same text for the same region and project. */
export function scopeKey({ region, project }: Scope): string {
  return JSON.stringify([
    region,
    "id" in project ? project.id : { name: project.name },
  ]);
}
