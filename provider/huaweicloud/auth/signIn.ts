import { identityEndpoint } from "../endpoints.js";
import {
  createToken,
  findProject,
  type IdentityOptions,
  type ProjectScope,
} from "./iam.js";
import type { Transport } from "../http/transport.js";
import type { Settings, SettingsSource } from "../settings.js";
import { AgencyKeys } from "./metadataService.js";
import {
  type Authenticator,
  type IssuedToken,
  byAccessKey,
  byAgency,
  byIssuedToken,
  byToken,
} from "./authenticator.js";
import type { Credentials } from "./credentials.js";
import {
  credentialsOfEnvironment,
  findCredentials,
} from "./findCredentials.js";
import { isRefusal, withFallback } from "./fallback.js";
import { Renewed } from "./renewed.js";

/** Who asks, and in which project. */
export interface Account {
  readonly projectId: string;
  readonly authenticator: Authenticator;
}

/** Where an account is wanted; a project that is not known by its id is one by its name. */
export interface ProjectQuery {
  readonly region: string;
  readonly projectId: string | undefined;
  readonly projectName: string;
}

/** How the same credentials are shown to IAM, to Direct Connect, and the project where they tell it themselves. */
interface Ways {
  readonly iam: Authenticator;
  readonly dc: (projectId: string) => Authenticator;
  readonly projectId?: () => Promise<string>;
}

/** Finds the credentials of a process once, and the account of each project. */
export class SignIn {
  #found: Promise<Credentials> | undefined;
  #instead: Promise<Credentials | undefined> | undefined;

  constructor(
    readonly source: SettingsSource,
    readonly settings: Settings,
    readonly transport: Transport,
    readonly log: (line: string) => void,
  ) {}

  credentials(): Promise<Credentials> {
    this.#found ??= findCredentials(
      this.source,
      new AgencyKeys(this.transport.clock, this.settings.endpoints.metadata),
    );
    return this.#found;
  }

  async account(wanted: ProjectQuery): Promise<Account> {
    const credentials = await this.credentials();
    const first = this.#ways(credentials, wanted);
    let instead: Promise<Ways | undefined> | undefined;
    const other = () =>
      (instead ??= this.#insteadOf(credentials).then(
        (found) => found && this.#ways(found, wanted),
      ));
    const iam = withFallback(first.iam, async () => (await other())?.iam);
    const told = async () => {
      try {
        return await first.projectId?.();
      } catch (error) {
        const second = isRefusal(error) ? await other() : undefined;
        if (!second) throw error;
        return second.projectId?.();
      }
    };
    const projectId =
      wanted.projectId ??
      (await told()) ??
      (await this.#findProject(iam, wanted));
    return {
      projectId,
      authenticator: withFallback(first.dc(projectId), async () =>
        (await other())?.dc(projectId),
      ),
    };
  }

  #ways(credentials: Credentials, wanted: ProjectQuery): Ways {
    switch (credentials.kind) {
      case "token": {
        const authenticator = byToken(credentials.token, credentials.source);
        return { iam: authenticator, dc: () => authenticator };
      }
      case "password": {
        const tokens = this.#tokens(credentials, wanted);
        const { password, source } = credentials;
        const authenticator = byIssuedToken(tokens, password, source);
        return {
          iam: authenticator,
          dc: () => authenticator,
          projectId: async () => (await tokens.get()).projectId,
        };
      }
      case "accessKey":
        return {
          iam: byAccessKey(credentials, credentials.source, undefined),
          dc: (projectId: string) =>
            byAccessKey(credentials, credentials.source, projectId),
        };
      case "agency":
        return {
          iam: byAgency(credentials.keys, undefined),
          dc: (projectId: string) => byAgency(credentials.keys, projectId),
        };
    }
  }

  #tokens(
    credentials: Extract<Credentials, { kind: "password" }>,
    { region, projectId, projectName }: ProjectQuery,
  ): Renewed<IssuedToken> {
    const { authUrl, endpoints } = this.settings;
    const project: ProjectScope =
      projectId === undefined ? { name: projectName } : { id: projectId };
    return new Renewed(
      () =>
        createToken(
          this.#identity(region, authUrl ?? endpoints.iam),
          credentials,
          project,
          credentials.source,
        ),
      () => this.transport.clock.now(),
    );
  }

  #findProject(iam: Authenticator, { region, projectName }: ProjectQuery) {
    const { authUrl, endpoints } = this.settings;
    return findProject(
      this.#identity(region, endpoints.iam ?? authUrl),
      iam,
      projectName,
    );
  }

  #identity(region: string, given: URL | undefined): IdentityOptions {
    const endpoint = given ?? identityEndpoint(region, this.settings.cloud);
    // `authUrl` is written with the version, as in the Terraform provider, or without.
    const root = new URL(endpoint.href.replace(/\/v3\/*$/, "/"));
    return { endpoint: root, transport: this.transport, region };
  }

  /**
   * A refresh gets the config that was saved with the last update, and a token in there may have expired. So where what
   * the config has is refused, what the environment has by itself is tried.
   */
  #insteadOf(refused: Credentials): Promise<Credentials | undefined> {
    this.#instead ??= this.#find(refused);
    return this.#instead;
  }

  async #find(refused: Credentials): Promise<Credentials | undefined> {
    if (!refused.source.includes("huaweicloud:")) return undefined;
    const instead = await credentialsOfEnvironment(this.source);
    if (!instead || fingerprint(instead) === fingerprint(refused)) {
      return undefined;
    }
    this.log(
      `${refused.source} is refused; ${instead.source} is used instead, from the environment`,
    );
    return instead;
  }
}

/** The same text for the same credentials. */
function fingerprint(credentials: Credentials): string {
  switch (credentials.kind) {
    case "token":
      return credentials.token.reveal();
    case "accessKey":
      return `${credentials.accessKey} ${credentials.secretKey.reveal()} ${credentials.securityToken?.reveal() ?? ""}`;
    case "password":
      return `${JSON.stringify(credentials.user)} ${credentials.password.reveal()}`;
    case "agency":
      return credentials.source;
  }
}
