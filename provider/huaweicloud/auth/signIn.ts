import { SettingsError } from "../errors.js";
import type { Transport } from "../http/transport.js";
import { configKey, label, type SettingsSource } from "../../settings/index.js";
import type { Overrides, Settings } from "../settings.js";
import type { ServiceContext } from "./agencies.js";
import { assumed, inNoProject } from "./assumption.js";
import { assumptionNotes } from "./assumptionNotes.js";
import type { Authenticator } from "./authenticator.js";
import {
  type Credentials,
  fingerprintOf,
  type ProjectName,
  type Scope,
  type WayContext,
} from "./credentials.js";
import { isRefusal, withFallback } from "./fallback.js";
import { findCredentials, findInstead } from "./findCredentials.js";
import { atIam, findProject } from "./iam.js";

/** The credentials and project of a request. */
export interface Account {
  readonly region: string;
  readonly projectId: string;
  readonly authenticator: Authenticator;
}

/** The project of a lookup, as far as it is known without a request. */
export interface Target {
  readonly region: string;
  /** `undefined` if only its name is known. */
  readonly projectId?: string | undefined;
  /** A digest of the account and the project's name; `undefined` if the account is not known, or the project's id is. */
  readonly foundBy?: string | undefined;
}

/** The identity of a request: the credentials, or an agency that they assume. */
interface Asker {
  /** How to look up a project in IAM. */
  readonly identity: ServiceContext;
  authenticator(scope: Scope): Authenticator;
  /** The project's id, if signing in returns it. */
  projectIn?(scope: Scope): Promise<string | undefined>;
}

/** Finds the credentials of a process once, and the account of each region and project. */
export class SignIn {
  readonly #context: WayContext;
  readonly #projects: ServiceContext;
  readonly #accounts = new Map<string, Promise<Account>>();
  #found: Promise<Credentials> | undefined;
  #assumed: Asker | undefined;
  #instead: Promise<Credentials | undefined> | undefined;

  constructor(
    source: SettingsSource,
    private readonly settings: Settings,
    openTransport: () => Transport,
    private readonly log: (line: string) => void,
  ) {
    this.#context = {
      source,
      settings,
      transport: openTransport(),
      openTransport,
    };
    // A separate transport, since the lookup of a project waits for a sign-in.
    this.#projects = { settings, transport: openTransport() };
  }

  /** The account for a lookup. Throws one error that lists every problem of the settings. */
  async account(
    overrides: Overrides,
  ): Promise<Account & Pick<Target, "foundBy">> {
    const { asker, scope, target } = await this.#choose(overrides);
    const account = await this.#shared(asker, scope);
    // Other credentials may have found the project.
    const foundBy = (await this.#instead) ? undefined : target.foundBy;
    return { ...account, foundBy };
  }

  /** The same, without a request for the project. */
  async target(overrides: Overrides): Promise<Target> {
    return (await this.#choose(overrides)).target;
  }

  async #choose(overrides: Overrides) {
    const { settings } = this;
    const problems = [...settings.problems];
    let credentials: Credentials | undefined;
    try {
      credentials = await this.#credentials();
    } catch (error) {
      if (!(error instanceof SettingsError)) throw error;
      problems.push(...error.problems);
    }
    const home = settings.region ?? credentials?.region;
    const region = overrides.region ?? home;
    if (region === undefined && settings.origins.region === undefined) {
      problems.unshift(
        `${label("region")} is missing: pulumi config set ${configKey("region")} cn-north-4`,
      );
    }
    if (problems.length > 0 || !credentials || region === undefined) {
      throw new SettingsError(problems, this.#context.source.provider?.name);
    }
    const assumed = this.#assume(credentials, home ?? region);
    const { provider } = this.#context.source;
    // The credentials' project belongs to the credentials' region or, if they have none, to the region set in the same place.
    const own = provider?.isolated === false ? undefined : home;
    const projectId =
      overrides.projectId ??
      // A stack's project belongs to the account that assumes the agency; a provider's, to the agency's account.
      (assumed && !provider
        ? undefined
        : (settings.projectId ??
          (!assumed && region === (credentials.region ?? own)
            ? credentials.projectId
            : undefined)));
    const asker = assumed ?? this.#asThemselves(credentials);
    if (projectId !== undefined) {
      const scope: Scope = { region, project: { id: projectId } };
      return { asker, scope, target: { region, projectId } };
    }
    const project = this.#projectName(region, home);
    const agency = settings.assumed?.roles.at(-1);
    const account = agency
      ? JSON.stringify(agency.domain)
      : credentials.account;
    const foundBy = account && fingerprintOf(account, project.name);
    return { asker, scope: { region, project }, target: { region, foundBy } };
  }

  #projectName(region: string, home: string | undefined): ProjectName {
    const { assumed, projectName, origins } = this.settings;
    const delegated = assumed?.roles.at(-1)?.projectName;
    if (region !== home) return { name: region };
    if (delegated !== undefined) {
      return { name: delegated, origin: "OS_DELEGATED_PROJECT" };
    }
    return projectName === undefined
      ? { name: region }
      : { name: projectName, origin: origins.projectName };
  }

  /** The keys of the agencies that the settings name, if any. */
  #assume(credentials: Credentials, region: string): Asker | undefined {
    const { assumed: named } = this.settings;
    if (!named) return undefined;
    if (!this.#assumed) {
      const { source } = this.#context;
      for (const note of assumptionNotes(
        named,
        this.settings,
        credentials,
        source.provider !== undefined,
      )) {
        this.log(note);
      }
      const caller = {
        source: credentials.source,
        authenticator: this.#orInstead(credentials, inNoProject(region)),
      };
      const authenticator = assumed(
        atIam(this.#context, credentials.iamEndpoint),
        caller,
        named.roles,
        region,
      );
      this.#assumed = {
        identity: atIam(this.#projects, credentials.iamEndpoint),
        authenticator,
      };
    }
    return this.#assumed;
  }

  #asThemselves(credentials: Credentials): Asker {
    return {
      identity: atIam(this.#projects, credentials.iamEndpoint),
      authenticator: (scope) => this.#orInstead(credentials, scope),
      projectIn: async (scope) => {
        try {
          return await credentials.projectIn?.(scope);
        } catch (error) {
          const second = isRefusal(error)
            ? await this.#insteadOf(credentials)
            : undefined;
          if (!second) throw error;
          return second.projectIn?.(scope);
        }
      },
    };
  }

  #orInstead(credentials: Credentials, scope: Scope): Authenticator {
    return withFallback(credentials.authenticator(scope), async () =>
      (await this.#insteadOf(credentials))?.authenticator(scope),
    );
  }

  /** Signs in once for each region and project, and again after a failure that may pass. */
  #shared(asker: Asker, scope: Scope): Promise<Account> {
    const key = JSON.stringify(scope);
    const known = this.#accounts.get(key);
    if (known) return known;
    const account = this.#open(asker, scope);
    this.#accounts.set(key, account);
    account.then(
      ({ region, projectId: id }) => {
        const byId = JSON.stringify({ region, project: { id } });
        if (!this.#accounts.has(byId)) this.#accounts.set(byId, account);
      },
      (error: unknown) => {
        if (isRefusal(error) || error instanceof SettingsError) return;
        this.#accounts.delete(key);
      },
    );
    return account;
  }

  async #open(asker: Asker, scope: Scope): Promise<Account> {
    const { region, project } = scope;
    const id =
      "id" in project
        ? project.id
        : ((await asker.projectIn?.(scope)) ??
          (await findProject(
            asker.identity,
            asker.authenticator(scope),
            region,
            project,
          )));
    return {
      region,
      projectId: id,
      authenticator: asker.authenticator({ region, project: { id } }),
    };
  }

  #credentials(): Promise<Credentials> {
    this.#found ??= findCredentials(this.#context, this.log).catch(
      (error: unknown) => {
        // The metadata service may answer next time.
        this.#found = undefined;
        throw error;
      },
    );
    return this.#found;
  }

  #insteadOf(refused: Credentials): Promise<Credentials | undefined> {
    this.#instead ??= findInstead(this.#context, refused, this.log);
    return this.#instead;
  }
}
