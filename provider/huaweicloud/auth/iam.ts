import * as v from "valibot";
import type { Authenticator, IssuedToken } from "./authenticator.js";
import type { PasswordLogin } from "./credentials.js";
import type { Lease } from "./renewed.js";
import { SettingsError } from "../errors.js";
import { Secret } from "../secret.js";
import { Service, type ServiceOptions } from "../service.js";

/** By id where it is known, else by name. */
export type ProjectScope = { readonly id: string } | { readonly name: string };

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

export type IdentityOptions = Omit<
  ServiceOptions,
  "authenticator" | "context"
> & { readonly region: string };

/**
 * Gets a token by a user's password.
 *
 * @see https://support.huaweicloud.com/intl/en-us/api-iam/iam_30_0001.html
 */
export async function createToken(
  { region, ...options }: IdentityOptions,
  { user, password }: PasswordLogin,
  project: ProjectScope,
  source: string,
): Promise<Lease<IssuedToken>> {
  const { clock } = options.transport;
  const domain = "domain" in user ? { domain: user.domain } : {};
  const who = "name" in user ? `user ${user.name}` : `user id ${user.id}`;
  const what = "id" in project ? project.id : project.name;
  const service = new Service({
    ...options,
    authenticator: {
      authenticate: (request) => Promise.resolve(request),
      renew: () => Promise.resolve(false),
      secrets: [password],
      advice: `Check the user name or id, the domain (the account's name) and the password (from ${source}), that the project ${what} is the user's, and that the user is one of IAM's: a HUAWEI ID cannot sign in like this. Five failures in a row lock the user for 15 minutes.`,
    },
    context: {
      ...context(region, "huaweicloud:authUrl"),
      permission: `The ${who} may not sign in by password from here: ask the administrator of the account.`,
    },
  });
  const started = clock.now();
  const { value, answer, wrong } = await service.call({
    operation: `sign in the ${who} to the project ${what}`,
    method: "POST",
    path: "/v3/auth/tokens",
    body: JSON.stringify({
      auth: {
        identity: {
          methods: ["password"],
          password: { user: { ...user, password: password.reveal() } },
        },
        scope: {
          project: "name" in project ? { ...project, ...domain } : project,
        },
      },
    }),
    success: 201,
    schema: TokenResponse,
  });
  const token = answer.header("x-subject-token");
  if (!token) {
    throw wrong("answered 201, but without the header X-Subject-Token", {
      reason: "unexpected-answer",
      nextStep: "Check huaweicloud:authUrl, and that no proxy takes it out.",
    });
  }
  const { issued_at: issuedAt, expires_at: expiresAt } = value.token;
  return {
    value: { token: new Secret(token), projectId: value.token.project.id },
    // By this machine's clock, which may differ.
    until: started + Date.parse(expiresAt) - Date.parse(issuedAt),
  };
}

/**
 * The id of the project with that name; each region has one that is called like the region itself. Never creates one.
 *
 * @see https://support.huaweicloud.com/intl/en-us/api-iam/iam_06_0001.html
 */
export async function findProject(
  { region, ...options }: IdentityOptions,
  authenticator: Authenticator,
  name: string,
): Promise<string> {
  const service = new Service({
    ...options,
    authenticator,
    context: {
      ...context(region, "huaweicloud:endpoints.iam"),
      permission:
        "These credentials may not list the account's projects in IAM: name the project yourself, with pulumi config set huaweicloud:projectId <project id>.",
    },
  });
  const { value } = await service.call({
    operation: `look up the project ${name}`,
    method: "GET",
    path: `/v3/projects?name=${encodeURIComponent(name)}`,
    schema: ProjectsResponse,
  });
  const [project, ...others] = value.projects;
  if (project && others.length === 0) return project.id;
  const found = value.projects.map((one) => `${one.name} (${one.id})`);
  throw new SettingsError([
    `huaweicloud:projectId is not set, and IAM knows ${found.length === 0 ? "no project" : `${String(found.length)} projects`} of the name ${name}${found.length === 0 ? "" : `: ${found.join(", ")}`}. Set it, or huaweicloud:projectName: pulumi config set huaweicloud:projectId <project id>`,
  ]);
}

function context(region: string, endpointSetting: string) {
  return {
    endpointSetting,
    region,
    notFound: `IAM does not know what was asked for: check ${endpointSetting} and huaweicloud:projectName.`,
  };
}
