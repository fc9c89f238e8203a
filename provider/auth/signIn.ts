import { identityEndpoint } from "../endpoints.js";
import { RequestError } from "../errors.js";
import {
  createToken,
  findProject,
  type IdentityOptions,
  type ProjectScope,
} from "../identity.js";
import type { HttpRequest } from "../http/request.js";
import type { Transport } from "../http/transport.js";
import type { Settings, SettingsSource } from "../settings.js";
import { AgencyKeys } from "./agency.js";
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
import { Renewed } from "./renewed.js";

/** Who asks, and in which project. */
export interface Account {
  readonly projectId: string;
  readonly authenticator: Authenticator;
}

/** Where an account is wanted; a project that is not known by its id is one by its name. */
export interface Wanted {
  readonly region: string;
  readonly projectId: string | undefined;
  readonly projectName: string;
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

  async account(wanted: Wanted): Promise<Account> {
    const credentials = await this.credentials();
    const first = this.#account(credentials, wanted);
    const other = async () => {
      const instead = await this.#insteadOf(credentials);
      return instead && this.#account(instead, wanted);
    };
    const iam = orElse(first.iam, async () => (await other())?.iam);
    const projectId =
      wanted.projectId ??
      (await first.projectId?.()) ??
      (await this.#findProject(iam, wanted));
    return {
      projectId,
      authenticator: orElse(first.dc(projectId), async () =>
        (await other())?.dc(projectId),
      ),
    };
  }

  /** The two ways to be let in, by Direct Connect and by IAM, and the project where the credentials themselves tell it. */
  #account(credentials: Credentials, wanted: Wanted) {
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
    { region, projectId, projectName }: Wanted,
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

  #findProject(iam: Authenticator, { region, projectName }: Wanted) {
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

/** One authenticator, and another once the first is refused for good. */
function orElse(
  first: Authenticator,
  findOther: () => Promise<Authenticator | undefined>,
): Authenticator {
  let current = first;
  let other: Promise<Authenticator | undefined> | undefined;
  const senders = new WeakMap<HttpRequest, Authenticator>();
  const change = async () => {
    other ??= findOther();
    current = (await other) ?? first;
    return current !== first;
  };
  return {
    async authenticate(request) {
      const sender = current;
      try {
        const authenticated = await sender.authenticate(request);
        senders.set(authenticated, sender);
        return authenticated;
      } catch (error) {
        // A password that IAM refuses.
        if (sender !== first || !isRefusal(error) || !(await change())) {
          throw error;
        }
        return current.authenticate(request);
      }
    },
    async renew(refused) {
      const sender = senders.get(refused) ?? first;
      if (await sender.renew(refused)) return true;
      return sender === first && change();
    },
    get secrets() {
      return current === first
        ? first.secrets
        : [...first.secrets, ...current.secrets];
    },
    get advice() {
      return current.advice;
    },
  };
}

function isRefusal(error: unknown): boolean {
  return (
    error instanceof RequestError && error.failure.reason === "credentials"
  );
}
