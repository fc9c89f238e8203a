import { SettingsError } from "../errors.js";
import type { Transport } from "../http/transport.js";
import { label, type SettingsSource } from "../../settings/index.js";
import type { Overrides, Settings } from "../settings.js";
import type { Authenticator } from "./authenticator.js";
import type {
  Credentials,
  ProjectName,
  Scope,
  WayContext,
} from "./credentials.js";
import { isRefusal, withFallback } from "./fallback.js";
import {
  credentialsOfEnvironment,
  findCredentials,
} from "./findCredentials.js";
import { findProject } from "./iam.js";

/** The credentials and project of a request. */
export interface Account {
  readonly region: string;
  readonly projectId: string;
  readonly authenticator: Authenticator;
}

/** Finds the credentials of a process once, and the account of each region and project. */
export class SignIn {
  readonly #context: WayContext;
  readonly #accounts = new Map<string, Promise<Account>>();
  #found: Promise<Credentials> | undefined;
  #instead: Promise<Credentials | undefined> | undefined;

  constructor(
    source: SettingsSource,
    private readonly settings: Settings,
    transport: Transport,
    private readonly log: (line: string) => void,
  ) {
    this.#context = { source, settings, transport };
  }

  /** The account for a look-up. Throws one error that lists every problem of the settings. */
  async account(overrides: Overrides): Promise<Account> {
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
        `${label("region")} is missing: pulumi config set huaweicloud:region cn-north-4`,
      );
    }
    if (problems.length > 0 || !credentials || region === undefined) {
      throw new SettingsError(problems);
    }
    const projectId =
      overrides.projectId ??
      settings.projectId ??
      // A profile's project belongs to the profile's region.
      (region === (credentials.region ?? home)
        ? credentials.projectId
        : undefined);
    const name: ProjectName =
      region === home && settings.projectName !== undefined
        ? { name: settings.projectName, origin: settings.origins.projectName }
        : { name: region };
    return this.#shared(credentials, {
      region,
      project: projectId === undefined ? name : { id: projectId },
    });
  }

  /** Signs in once for each region and project, and again after a transient failure. */
  #shared(credentials: Credentials, scope: Scope): Promise<Account> {
    const key = JSON.stringify(scope);
    const known = this.#accounts.get(key);
    if (known) return known;
    const account = this.#open(credentials, scope);
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

  async #open(credentials: Credentials, scope: Scope): Promise<Account> {
    const { region, project } = scope;
    const other = () => this.#insteadOf(credentials);
    const authenticatorIn = (where: Scope) =>
      withFallback(credentials.authenticator(where), async () =>
        (await other())?.authenticator(where),
      );
    /** The project of a token issued for a password. */
    const told = async () => {
      try {
        return await credentials.projectIn?.(scope);
      } catch (error) {
        const second = isRefusal(error) ? await other() : undefined;
        if (!second) throw error;
        return second.projectIn?.(scope);
      }
    };
    const id =
      "id" in project
        ? project.id
        : ((await told()) ??
          (await findProject(
            this.#context,
            authenticatorIn(scope),
            region,
            project,
          )));
    return {
      region,
      projectId: id,
      authenticator: authenticatorIn({ region, project: { id } }),
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

  /**
   * A refresh gets the config that the last update saved, whose token may have expired. So if the config's credentials are
   * refused, those of the environment are tried.
   */
  #insteadOf(refused: Credentials): Promise<Credentials | undefined> {
    this.#instead ??= this.#find(refused);
    return this.#instead;
  }

  async #find(refused: Credentials): Promise<Credentials | undefined> {
    if (!refused.fromConfig) return undefined;
    const instead = await credentialsOfEnvironment(this.#context);
    if (!instead || instead.fingerprint === refused.fingerprint) {
      return undefined;
    }
    this.log(
      `${refused.source} ${refused.settings.length > 1 ? "were" : "was"} refused; using ${instead.source} from the environment instead`,
    );
    if (instead.note) this.log(instead.note);
    return instead;
  }
}
