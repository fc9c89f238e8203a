import { randomBytes } from "node:crypto";
import * as v from "valibot";
import { type Answer, identityError, json } from "./answer.js";
import type { Cloud } from "./cloud.js";
import { parsedBody, type ReceivedRequest } from "./receivedRequest.js";
import type { Settings } from "./settings.js";
import { identityTime } from "./time.js";

const Reference = v.object({
  id: v.exactOptional(v.string()),
  name: v.exactOptional(v.string()),
});

const TokenRequest = v.object({
  auth: v.object({
    identity: v.object({
      methods: v.tuple([v.literal("password")]),
      password: v.object({
        user: v.object({
          ...Reference.entries,
          password: v.string(),
          domain: v.exactOptional(Reference),
        }),
      }),
    }),
    scope: v.object({ project: Reference }),
  }),
});
type AskedUser = v.InferOutput<
  typeof TokenRequest
>["auth"]["identity"]["password"]["user"];
type User = Settings["users"][number];
type Project = Settings["projects"][number];

/** As opaque and as long as a typical real token. */
const TOKEN_BYTES = 1500;

/** POST /v3/auth/tokens */
export function createToken(cloud: Cloud, request: ReceivedRequest): Answer {
  const asked = v.safeParse(TokenRequest, parsedBody(request));
  if (!asked.success) {
    const [issue] = asked.issues;
    return identityError(
      400,
      "Bad Request",
      `Expecting to find valid ${v.getDotPath(issue) ?? "JSON"} in request: ${issue.message}`,
    );
  }
  const { identity, scope } = asked.output.auth;
  const user = cloud.settings.users.find(isAsked(identity.password.user));
  if (user === undefined) {
    return unauthorized("The username or password is wrong.");
  }
  const project = cloud.settings.projects.find(
    ({ id, name }) =>
      (scope.project.id ?? id) === id && (scope.project.name ?? name) === name,
  );
  if (scope.project.id === undefined && scope.project.name === undefined) {
    return identityError(
      400,
      "Bad Request",
      "Expecting to find id or name in project.",
    );
  }
  if (project === undefined) {
    return unauthorized("The project does not exist or is not yours.");
  }
  return issue(cloud, user, project);
}

/** Next to an id, a name or domain is redundant; IAM uses the id. */
function isAsked(asked: AskedUser): (user: User) => boolean {
  const { domain } = asked;
  return (user) =>
    user.password === asked.password &&
    (asked.id === undefined
      ? user.name === asked.name &&
        (domain?.id === undefined
          ? user.domainName === domain?.name
          : user.domainId === domain.id)
      : user.id === asked.id);
}

function issue(cloud: Cloud, user: User, project: Project): Answer {
  const token = `MII${randomBytes(TOKEN_BYTES).toString("base64")}`;
  const issuedAt = cloud.now();
  const expiresAt = identityTime(
    issuedAt + cloud.settings.tokenLifetimeSeconds * 1000,
  );
  cloud.settings = {
    ...cloud.settings,
    tokens: [
      ...cloud.settings.tokens,
      { token, projectId: project.id, expiresAt },
    ],
  };
  const domain = { id: user.domainId, name: user.domainName };
  return json(
    201,
    {
      token: {
        methods: ["password"],
        issued_at: identityTime(issuedAt),
        expires_at: expiresAt,
        user: { id: user.id, name: user.name, domain },
        project: { id: project.id, name: project.name, domain },
        roles: [{ id: "0", name: "te_admin" }],
        catalog: [],
      },
    },
    { "X-Subject-Token": token },
  );
}

/** GET /v3/projects */
export function listProjects(
  cloud: Cloud,
  { path, rawQuery }: ReceivedRequest,
): Answer {
  const name = new URLSearchParams(rawQuery).get("name");
  return json(200, {
    projects: cloud.settings.projects
      .filter((project) => name === null || project.name === name)
      .map((project) => ({
        id: project.id,
        name: project.name,
        domain_id: project.domainId,
        parent_id: project.domainId,
        enabled: true,
        is_domain: false,
        description: "",
      })),
    links: { self: path, next: null, previous: null },
  });
}

function unauthorized(message: string): Answer {
  return identityError(401, "Unauthorized", message);
}
