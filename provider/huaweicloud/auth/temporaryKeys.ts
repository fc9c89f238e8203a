import * as v from "valibot";
import type { Lease } from "./renewed.js";
import { Secret } from "../secret.js";
import type { HttpAnswer } from "../http/request.js";
import type { AccessKey } from "./signature.js";

/** The services have three sets of names for the parts of a temporary key, and have switched between them before. */
const NAMES = {
  access: ["access", "accessKeyId", "access_key_id"],
  secret: ["secret", "secretAccessKey", "secret_access_key"],
  securityToken: ["securitytoken", "securityToken", "security_token"],
  expiresAt: ["expires_at", "expiration", "expiresAt"],
};

const Text = v.pipe(v.string(), v.minLength(1));

/** The answer of a service that issues a temporary key. */
export const TemporaryKeyResponse = v.pipe(
  v.looseObject({}),
  v.transform(
    (body: Record<string, unknown>): unknown =>
      body["credentials"] ?? body["credential"] ?? {},
  ),
  v.looseObject({}),
  v.transform((key: Record<string, unknown>) => {
    const first = (names: readonly string[]) =>
      names.map((name) => key[name]).find((value) => value !== undefined);
    return {
      access: first(NAMES.access),
      secret: first(NAMES.secret),
      securityToken: first(NAMES.securityToken),
      expiresAt: first(NAMES.expiresAt),
    };
  }),
  v.object({
    access: Text,
    secret: Text,
    securityToken: Text,
    expiresAt: v.pipe(Text, v.isoTimestamp()),
  }),
);

const SMALL_DIFFERENCE_MS = 5_000;

/** @param started when it was requested, by this machine's clock, which may differ from the service's */
export function leaseOf(
  key: v.InferOutput<typeof TemporaryKeyResponse>,
  answer: HttpAnswer,
  started: number,
): Lease<AccessKey> {
  const difference = Date.parse(answer.header("date") ?? "") - started;
  // A date has whole seconds, so a small difference means nothing.
  const isOff = Math.abs(difference) > SMALL_DIFFERENCE_MS;
  return {
    value: {
      accessKey: key.access,
      secretKey: new Secret(key.secret),
      securityToken: new Secret(key.securityToken),
    },
    until: Date.parse(key.expiresAt) - (isOff ? difference : 0),
  };
}
