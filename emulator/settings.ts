import * as v from "valibot";
import { RateLimit } from "./rateLimit.js";
import * as seed from "./seed.js";

const Text = v.pipe(v.string(), v.minLength(1));
const Instant = v.pipe(v.string(), v.isoTimestamp());
const Milliseconds = v.pipe(v.number(), v.minValue(0));

const Project = v.strictObject({
  id: Text,
  name: Text,
  domainId: v.optional(Text, seed.domainId),
});

const User = v.strictObject({
  id: Text,
  name: Text,
  password: Text,
  domainId: v.optional(Text, seed.domainId),
  domainName: v.optional(Text, seed.domainName),
});

/** A token of a project. Without `expiresAt`, it never expires. */
const Token = v.strictObject({
  token: Text,
  projectId: v.exactOptional(Text),
  /** Default: the project's. */
  domainId: v.exactOptional(Text),
  expiresAt: v.exactOptional(Instant),
});

/** An access key. With a `securityToken` it is temporary, and its requests must contain and sign that token. */
const AccessKey = v.strictObject({
  accessKey: Text,
  secretKey: Text,
  securityToken: v.exactOptional(Text),
  expiresAt: v.exactOptional(Instant),
  domainId: v.optional(Text, seed.domainId),
});

const Account = v.strictObject({ id: Text, name: Text });

/** Who may assume the agency: the ids of accounts and the URNs of identity providers. */
const Agency = v.strictObject({
  name: Text,
  domainId: Text,
  trusts: v.array(Text),
});

/** An issuer of id tokens. Without keys, it signs with the emulator's own key, as `POST /_emulator/id-tokens` does. */
const IdentityProvider = v.strictObject({
  name: Text,
  domainId: v.optional(Text, seed.domainId),
  issuer: Text,
  audience: Text,
  /** Public keys, as JWK. */
  keys: v.optional(v.array(v.looseObject({ kty: Text })), []),
});

export const Settings = v.strictObject({
  /** The delay before each response of the cloud. */
  latencyMs: Milliseconds,
  /** Requests over the limit get 429. `null`: no limit. */
  rateLimit: v.nullable(RateLimit),
  /** The status of an unknown detection: Direct Connect's documentation says 400, other clients expect 404. */
  notFoundStatus: v.picklist([404, 400]),
  /** The lifetime of newly issued tokens and of the metadata service's credentials. */
  tokenLifetimeSeconds: v.pipe(v.number(), v.minValue(0)),
  metadataService: v.boolean(),
  /** The offset of the cloud's clock. Positive: ahead of this machine's. */
  clockOffsetSeconds: v.number(),
  projects: v.array(Project),
  users: v.array(User),
  /** Includes issued tokens, so an empty list revokes all of them. */
  tokens: v.array(Token),
  accessKeys: v.array(AccessKey),
  accounts: v.array(Account),
  agencies: v.array(Agency),
  identityProviders: v.array(IdentityProvider),
  /** The lifetime of agencies' keys, whatever is requested; `null` uses the requested lifetime. */
  agencyKeySeconds: v.nullable(v.pipe(v.number(), v.minValue(0))),
  /** `repeatMarker`: next_marker repeats the marker of the request. `repeatPage`: the marker is ignored. */
  pageBug: v.picklist(["none", "repeatMarker", "repeatPage"]),
  /** The largest page, whatever limit is requested. */
  maxPageSize: v.pipe(v.number(), v.integer(), v.minValue(1)),
  /** The result of detections that are created through the API. */
  createdDetection: v.strictObject({
    completes_after_ms: Milliseconds,
    status: v.optional(Text, "complete"),
    loss_ratio: v.number(),
  }),
  /** The status that refuses a second detection of a peer while one is running; `null` accepts it. Neither is documented. */
  refusalWhileRunning: v.nullable(
    v.strictObject({
      status: v.pipe(v.number(), v.integer(), v.minValue(400)),
      code: Text,
    }),
  ),
});
export type Settings = v.InferOutput<typeof Settings>;
export type SettingsChange = Partial<v.InferInput<typeof Settings>>;
export const SettingsChange = v.pipe(
  v.partial(Settings),
  v.transform(
    (change) =>
      Object.fromEntries(
        Object.entries(change).filter(([, value]) => value !== undefined),
      ) as Partial<Settings>,
  ),
);

/** As in the documentation's example, which runs from 15:11:14 to 15:15:14. */
const DOCUMENTED_DURATION_MS = 240_000;

export function settingsAtStart(): Settings {
  return {
    latencyMs: 0,
    rateLimit: null,
    notFoundStatus: 404,
    tokenLifetimeSeconds: 86_400,
    metadataService: false,
    clockOffsetSeconds: 0,
    projects: [
      { id: seed.projectId, name: seed.region, domainId: seed.domainId },
      { ...seed.otherProject, domainId: seed.domainId },
      ...[seed.hub, seed.partner].map(({ projectId, domainId }) => ({
        id: projectId,
        name: seed.region,
        domainId,
      })),
    ],
    users: [
      {
        id: seed.userId,
        name: seed.userName,
        password: seed.password,
        domainId: seed.domainId,
        domainName: seed.domainName,
      },
    ],
    tokens: [
      { token: seed.token, projectId: seed.projectId },
      { token: seed.otherProjectToken, projectId: seed.otherProject.id },
    ],
    accessKeys: [
      {
        accessKey: seed.accessKey,
        secretKey: seed.secretKey,
        domainId: seed.domainId,
      },
      {
        accessKey: seed.temporaryAccessKey,
        secretKey: seed.temporarySecretKey,
        securityToken: seed.securityToken,
        domainId: seed.domainId,
      },
    ],
    accounts: [
      { id: seed.domainId, name: seed.domainName },
      ...[seed.hub, seed.partner].map(({ domainId, domainName }) => ({
        id: domainId,
        name: domainName,
      })),
    ],
    agencies: [
      {
        name: seed.hub.agency,
        domainId: seed.hub.domainId,
        trusts: [seed.domainId],
      },
      {
        name: seed.partner.agency,
        domainId: seed.partner.domainId,
        trusts: [seed.hub.domainId],
      },
      {
        name: seed.identityProvider.agency,
        domainId: seed.domainId,
        trusts: [providerUrn(seed.domainId, seed.identityProvider.name)],
      },
    ],
    identityProviders: [
      {
        name: seed.identityProvider.name,
        domainId: seed.domainId,
        issuer: seed.identityProvider.issuer,
        audience: seed.identityProvider.audience,
        keys: [],
      },
    ],
    agencyKeySeconds: null,
    pageBug: "none",
    maxPageSize: 2000,
    createdDetection: {
      completes_after_ms: DOCUMENTED_DURATION_MS,
      status: "complete",
      loss_ratio: 0,
    },
    refusalWhileRunning: null,
  };
}

/** The name by which STS knows an identity provider. */
export function providerUrn(domainId: string, name: string): string {
  return `iam::${domainId}:oidcProvider:${name}`;
}

/** The account of a project; the first account for an unknown project. */
export function domainOfProject(
  { projects }: Pick<Settings, "projects">,
  projectId: string | undefined,
): string {
  return projects.find(({ id }) => id === projectId)?.domainId ?? seed.domainId;
}
