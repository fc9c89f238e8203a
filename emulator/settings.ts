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

/** Scoped to a project, or to none; one without `expiresAt` never expires. */
const Token = v.strictObject({
  token: Text,
  projectId: v.exactOptional(Text),
  /** Default: the project's. */
  domainId: v.exactOptional(Text),
  expiresAt: v.exactOptional(Instant),
});

/** One with a `securityToken` is temporary: its requests must carry and sign that token. */
const AccessKey = v.strictObject({
  accessKey: Text,
  secretKey: Text,
  securityToken: v.exactOptional(Text),
  expiresAt: v.exactOptional(Instant),
  domainId: v.optional(Text, seed.domainId),
});

const Account = v.strictObject({ id: Text, name: Text });

/** Who may assume it: accounts by their id, and identity providers by their URN. */
const Agency = v.strictObject({
  name: Text,
  domainId: Text,
  trusts: v.array(Text),
});

/** Signs id tokens; one without keys signs with the emulator's own, as `POST /_emulator/id-tokens` does. */
const IdentityProvider = v.strictObject({
  name: Text,
  domainId: v.optional(Text, seed.domainId),
  issuer: Text,
  audience: Text,
  /** Public keys, as JWK. */
  keys: v.optional(v.array(v.looseObject({ kty: Text })), []),
});

export const Settings = v.strictObject({
  /** Waited before each answer of the cloud. */
  latencyMs: Milliseconds,
  /** Requests over it are refused with 429; `null` is no limit. */
  rateLimit: v.nullable(RateLimit),
  /** Of an unknown detection: DC's table of error codes says 400, other clients expect 404. */
  notFoundStatus: v.picklist([404, 400]),
  /** Of the tokens issued from now on, and of the metadata service's credentials. */
  tokenLifetimeSeconds: v.pipe(v.number(), v.minValue(0)),
  metadataService: v.boolean(),
  /** Of the cloud's clock: positive is ahead of this machine's. */
  clockOffsetSeconds: v.number(),
  projects: v.array(Project),
  users: v.array(User),
  /** The issued ones too, so that an empty list revokes every token. */
  tokens: v.array(Token),
  accessKeys: v.array(AccessKey),
  accounts: v.array(Account),
  agencies: v.array(Agency),
  identityProviders: v.array(IdentityProvider),
  /** Of the keys that agencies give, whatever is asked for; `null` is as asked. */
  agencyKeySeconds: v.nullable(v.pipe(v.number(), v.minValue(0))),
  /** `repeatMarker`: next_marker is the marker asked with. `repeatPage`: the marker is ignored. */
  pageBug: v.picklist(["none", "repeatMarker", "repeatPage"]),
  /** A page never has more, whatever limit is asked. */
  maxPageSize: v.pipe(v.number(), v.integer(), v.minValue(1)),
  /** What becomes of a detection that the API is asked to create. */
  createdDetection: v.strictObject({
    completes_after_ms: Milliseconds,
    status: v.optional(Text, "complete"),
    loss_ratio: v.number(),
  }),
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
  };
}

/** The name by which STS knows an identity provider. */
export function providerUrn(domainId: string, name: string): string {
  return `iam::${domainId}:oidcProvider:${name}`;
}

/** The account of a project; of one that nobody knows, the first. */
export function domainOfProject(
  { projects }: Pick<Settings, "projects">,
  projectId: string | undefined,
): string {
  return projects.find(({ id }) => id === projectId)?.domainId ?? seed.domainId;
}
