import * as v from "valibot";
import type { Lease } from "./renewed.js";
import { Secret } from "../secret.js";
import type { HttpAnswer } from "../http/request.js";
import type { AccessKey } from "./signature.js";

const Text = v.pipe(v.string(), v.minLength(1));

const Key = v.union([
  v.pipe(
    v.looseObject({ access: Text, secret: Text }),
    v.transform(({ access, secret, ...rest }) => ({ ...rest, access, secret })),
  ),
  v.pipe(
    v.looseObject({ accessKeyId: Text, secretAccessKey: Text }),
    v.transform(({ accessKeyId, secretAccessKey, ...rest }) => ({
      ...rest,
      access: accessKeyId,
      secret: secretAccessKey,
    })),
  ),
  v.pipe(
    v.looseObject({ access_key_id: Text, secret_access_key: Text }),
    v.transform(({ access_key_id, secret_access_key, ...rest }) => ({
      ...rest,
      access: access_key_id,
      secret: secret_access_key,
    })),
  ),
]);

/** The services name the parts of a temporary key in three ways; which one a service takes has changed before. */
const NAMES = {
  securityToken: ["securitytoken", "securityToken", "security_token"],
  expiresAt: ["expires_at", "expiration", "expiresAt"],
};

const KeyWithToken = v.pipe(
  Key,
  v.transform((key) => {
    const rest: Record<string, unknown> = key;
    const first = (names: readonly string[]) =>
      names.map((name) => rest[name]).find((value) => value !== undefined);
    return {
      access: key.access,
      secret: key.secret,
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

/** The answer of a service that gives a temporary key. */
export const TemporaryKeyResponse = v.union([
  v.pipe(
    v.looseObject({ credentials: KeyWithToken }),
    v.transform(({ credentials }) => credentials),
  ),
  v.pipe(
    v.looseObject({ credential: KeyWithToken }),
    v.transform(({ credential }) => credential),
  ),
]);

const SMALL_DIFFERENCE_MS = 5_000;

/** @param started when it was asked for, by this machine's clock, which may differ from the service's */
export function leaseOf(
  key: v.InferOutput<typeof TemporaryKeyResponse>,
  answer: HttpAnswer,
  started: number,
): Lease<AccessKey> {
  const difference = Date.parse(answer.header("date") ?? "") - started;
  // A date has whole seconds, so that a small difference is none.
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
