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

/** Scoped to a project; one without `expiresAt` never expires. */
const Token = v.strictObject({
  token: Text,
  projectId: Text,
  expiresAt: v.exactOptional(Instant),
});

/** One with a `securityToken` is temporary: its requests must carry and sign that token. */
const AccessKey = v.strictObject({
  accessKey: Text,
  secretKey: Text,
  securityToken: v.exactOptional(Text),
  expiresAt: v.exactOptional(Instant),
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
  /** How a second detection of a peer is refused while one runs; `null` where the service takes it. Neither is documented. */
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
      { accessKey: seed.accessKey, secretKey: seed.secretKey },
      {
        accessKey: seed.temporaryAccessKey,
        secretKey: seed.temporarySecretKey,
        securityToken: seed.securityToken,
      },
    ],
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
