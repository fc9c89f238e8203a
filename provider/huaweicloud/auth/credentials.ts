import { createHash } from "node:crypto";
import type { Transport } from "../http/transport.js";
import type { SettingsSource } from "../settingNames.js";
import type { Settings } from "../settings.js";
import type { Authenticator } from "./authenticator.js";

/** Where a project is: by its id where that is known, else by its name. */
export interface Scope {
  readonly region: string;
  readonly project: ProjectName | { readonly id: string };
}

export interface ProjectName {
  readonly name: string;
  /** The setting that holds the name; without one, it is the region's. */
  readonly origin?: string | undefined;
}

/** What proves who asks, and where it was found. */
export interface Credentials {
  /** For messages, such as `HW_AUTH_TOKEN`. */
  readonly source: string;
  /** The keys and variables that hold them; none where a file or a service does. */
  readonly settings: readonly string[];
  /** Whether the config holds them: a refresh gets it as it was saved, and they may have expired since. */
  readonly fromConfig: boolean;
  /** The same for the same credentials. */
  readonly fingerprint: string;
  /** What the same file or set of variables says, for where no setting does. */
  readonly region?: string | undefined;
  readonly projectId?: string | undefined;
  /** What the user is told where they are used. */
  readonly note?: string | undefined;
  /** Proves to IAM (by a project's name) and to a project (by its id) who asks. */
  authenticator(scope: Scope): Authenticator;
  /** The project's id, where signing in tells it. */
  projectIn?(scope: Scope): Promise<string | undefined>;
}

/** Why a way cannot be used. */
export interface Missing {
  /** The keys and variables that are set all the same. */
  readonly set: readonly string[];
  /** What would be needed besides. */
  readonly missing: string;
  /** Both, in a sentence for a list of all ways. */
  readonly sentence: string;
}

/** Where a way may find credentials, in the order of precedence. */
export const PLACES = ["config", "environment", "machine"] as const;
/** What the config names, what the environment names, and what this machine has without being told. */
export type Place = (typeof PLACES)[number];

/** What a way is given to find credentials and to exchange them. */
export interface WayContext {
  readonly source: SettingsSource;
  readonly settings: Settings;
  /** A transport of its own: requests wait for a sign-in while they hold a slot. */
  readonly transport: Transport;
  /** Another one, for what is waited for by a request of the first. */
  readonly openTransport: () => Transport;
}

/** A way to sign in. */
export interface Way {
  readonly label: string;
  readonly places: readonly Place[];
  /** Throws what is wrong with settings that can't be meant as they are. */
  find(context: WayContext, place: Place): Promise<Credentials | Missing>;
}

export function isMissing(found: Credentials | Missing): found is Missing {
  return "missing" in found;
}

/** Of secrets, in a form that may be seen. */
export function fingerprintOf(...parts: unknown[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}
