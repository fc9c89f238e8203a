import { configKey } from "../../settings/index.js";
import * as v from "valibot";
import { identityEndpoint } from "../endpoints.js";
import { SettingsError } from "../errors.js";
import { Secret } from "../secret.js";
import { Service } from "../service.js";
import { type Authenticator, cannotRenew } from "./authenticator.js";
import type { ProjectName, Scope, WayContext } from "./credentials.js";
import type { ProjectToken } from "./projectTokens.js";
import type { Lease } from "./renewed.js";

export interface PasswordLogin {
  /** The user's id, or the user's name and domain. */
  readonly user:
    | { readonly id: string }
    | {
        readonly name: string;
        readonly domain: { readonly id: string } | { readonly name: string };
      };
  readonly password: Secret;
}

/** What requests to IAM need. */
type IdentityContext = Pick<WayContext, "settings" | "transport">;

const TokenResponse = v.looseObject({
  token: v.looseObject({
    issued_at: v.pipe(v.string(), v.isoTimestamp()),
    expires_at: v.pipe(v.string(), v.isoTimestamp()),
    project: v.looseObject({ id: v.pipe(v.string(), v.minLength(1)) }),
  }),
});

const ProjectsResponse = v.looseObject({
  projects: v.array(v.looseObject({ id: v.string(), name: v.string() })),
});

/**
 * Exchanges a user's password for a token.
 *
 * @see https://support.huaweicloud.com/intl/en-us/api-iam/iam_30_0001.html
 */
export async function createToken(
  context: IdentityContext,
  { user, password }: PasswordLogin,
  { region, project }: Scope,
  source: string,
): Promise<Lease<ProjectToken>> {
  const { clock } = context.transport;
  const domain = "domain" in user ? { domain: user.domain } : {};
  const who = "name" in user ? `user ${user.name}` : `user id ${user.id}`;
  const what = "id" in project ? project.id : project.name;
  const { authUrl, endpoints, origins } = context.settings;
  const service = identityService(
    context,
    region,
    authUrl ?? endpoints.iam,
    !authUrl && endpoints.iam
      ? configKey("endpoints.iam")
      : (origins.authUrl ?? configKey("authUrl")),
    {
      authenticate: (request) =>
        Promise.resolve({
          ...request,
          secrets: [password],
          advice: `Check the user name or id, the domain (the account name) and the password (from ${source}). The user must have access to the project ${what}, and must be an IAM user: a HUAWEI ID cannot sign in this way. Five failures in a row lock the user for 15 minutes.`,
          signed: false,
          renew: cannotRenew,
        }),
    },
  );
  const started = clock.now();
  const { value, answer, wrong } = await service.call({
    operation: `sign in ${who} to the project ${what}`,
    method: "POST",
    path: "/v3/auth/tokens",
    body: JSON.stringify({
      auth: {
        identity: {
          methods: ["password"],
          password: { user: { ...user, password: password.reveal() } },
        },
        scope: {
          project:
            "id" in project
              ? { id: project.id }
              : { name: project.name, ...domain },
        },
      },
    }),
    success: [201],
    // Issuing a second token does no harm.
    repeatable: true,
    schema: TokenResponse,
    confidential: true,
    permission: `The ${who} is not allowed to sign in with a password from here: ask the administrator of the account.`,
    notFound: `IAM found no match: check ${configKey("authUrl")} and ${configKey("projectName")}.`,
  });
  const token = answer.header("x-subject-token");
  if (!token) {
    throw wrong("answered 201, but without the header X-Subject-Token", {
      reason: "unexpected-answer",
      nextStep: `Check ${configKey("authUrl")}, and that no proxy removes the header.`,
    });
  }
  const { issued_at: issuedAt, expires_at: expiresAt } = value.token;
  return {
    value: { token: new Secret(token), projectId: value.token.project.id },
    // By this machine's clock, which may differ from the service's.
    until: started + Date.parse(expiresAt) - Date.parse(issuedAt),
  };
}

/**
 * Looks up a project's id by name. Each region has a project with the region's name. Never creates a project.
 *
 * @see https://support.huaweicloud.com/intl/en-us/api-iam/iam_06_0001.html
 */
export async function findProject(
  context: IdentityContext,
  authenticator: Authenticator,
  region: string,
  { name, origin }: ProjectName,
): Promise<string> {
  const service = iamService(context, region, authenticator);
  const { value } = await service.call({
    operation: `look up the project ${name}`,
    method: "GET",
    path: `/v3/projects?name=${encodeURIComponent(name)}`,
    schema: ProjectsResponse,
    permission: `These credentials are not allowed to list the account's projects in IAM: set the project yourself, with pulumi config set ${configKey("projectId")} <project id>.`,
    notFound: `IAM found no match: check ${configKey("endpoints.iam")} and ${origin ?? configKey("projectName")}.`,
  });
  const [project, ...others] = value.projects;
  if (project && others.length === 0) return project.id;
  const found = value.projects.map((one) => `${one.name} (${one.id})`);
  throw new SettingsError([
    `${configKey("projectId")} is not set, and IAM has ${found.length === 0 ? "no project" : `${String(found.length)} projects`} named ${name}${origin === undefined ? "" : ` (from ${origin})`}${found.length === 0 ? "" : `: ${found.join(", ")}`}. Set ${configKey("projectId")} or ${origin ?? configKey("projectName")}, for example with: pulumi config set ${configKey("projectId")} <project id>`,
  ]);
}

/** IAM, except for the exchange of passwords for tokens. */
export function iamService(
  context: IdentityContext,
  region: string,
  authenticator: Authenticator,
): Service {
  const { authUrl, endpoints } = context.settings;
  return identityService(
    context,
    region,
    endpoints.iam ?? authUrl,
    endpoints.iam
      ? configKey("endpoints.iam")
      : (context.settings.origins.authUrl ?? configKey("endpoints.iam")),
    authenticator,
  );
}

/** With the credentials' IAM endpoint, unless a setting overrides it. */
export function atIam<Context extends Pick<WayContext, "settings">>(
  context: Context,
  iam: URL | undefined,
): Context {
  const { settings } = context;
  if (!iam || settings.endpoints.iam || settings.authUrl) return context;
  const endpoints = { ...settings.endpoints, iam };
  return { ...context, settings: { ...settings, endpoints } };
}

function identityService(
  { settings, transport }: IdentityContext,
  region: string,
  given: URL | undefined,
  endpointSetting: string,
  authenticator: Authenticator,
): Service {
  const { href } = given ?? identityEndpoint(region, settings.cloud);
  return new Service({
    // `authUrl` may end with the API version, as in the Terraform provider.
    endpoint: new URL(href.replace(/\/v3\/*$/, "/")),
    transport,
    authenticator,
    context: { endpointSetting, region },
  });
}
