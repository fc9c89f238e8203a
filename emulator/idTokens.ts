import {
  createLocalJWKSet,
  errors,
  exportJWK,
  generateKeyPair,
  type JSONWebKeySet,
  jwtVerify,
  SignJWT,
} from "jose";
import type { Cloud } from "./cloud.js";
import type { Settings } from "./settings.js";

type IdentityProvider = Settings["identityProviders"][number];

const ALGORITHM = "RS256";

/** The key pair of an emulator, generated when it is first needed. */
export class SigningKey {
  #pair: ReturnType<typeof generateKeyPair> | undefined;

  async sign(claims: {
    issuer: string;
    audience: string;
    subject: string;
    expiresAt: number;
  }): Promise<string> {
    const { privateKey } = await this.#keys();
    return new SignJWT({})
      .setProtectedHeader({ alg: ALGORITHM })
      .setIssuer(claims.issuer)
      .setAudience(claims.audience)
      .setSubject(claims.subject)
      .setIssuedAt()
      .setExpirationTime(Math.floor(claims.expiresAt / 1000))
      .sign(privateKey);
  }

  async publicKeys(): Promise<JSONWebKeySet> {
    const { publicKey } = await this.#keys();
    return { keys: [{ ...(await exportJWK(publicKey)), alg: ALGORITHM }] };
  }

  #keys() {
    this.#pair ??= generateKeyPair(ALGORITHM);
    return this.#pair;
  }
}

/** Why an id token is refused; `undefined` if its signature, issuer, audience and times are valid. */
export async function idTokenFault(
  cloud: Cloud,
  { issuer, audience, keys }: IdentityProvider,
  idToken: string,
): Promise<string | undefined> {
  const known =
    keys.length > 0
      ? ({ keys } as JSONWebKeySet)
      : await cloud.signingKey.publicKeys();
  try {
    await jwtVerify(idToken, createLocalJWKSet(known), {
      issuer,
      audience,
      currentDate: new Date(cloud.now()),
    });
    return undefined;
  } catch (error) {
    if (!(error instanceof errors.JOSEError)) throw error;
    return `the id token is not valid: ${error.message}`;
  }
}
