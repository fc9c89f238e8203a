import { accountOf, type AssumedRole } from "../assumedRoles.js";
import { RequestError } from "../errors.js";
import { Secret } from "../secret.js";
import {
  assumeAgency,
  type Caller,
  keysOfToken,
  type ServiceContext,
} from "./agencies.js";
import { type Authenticator, withSignature } from "./authenticator.js";
import type { Scope, WayContext } from "./credentials.js";
import { isRefusal } from "./fallback.js";
import { Renewed } from "./renewed.js";
import type { AccessKey } from "./signature.js";

/** Authenticates requests to a project with the keys of the last agency of a chain. */
export type AssumedAuthenticator = (scope: Scope) => Authenticator;

/**
 * Assumes agencies, each with the keys of the previous one; all requests share the keys.
 *
 * @param caller the identity that assumes the first one; not used before keys are needed
 */
export function assumed(
  context: WayContext,
  caller: Caller,
  roles: readonly AssumedRole[],
  region: string,
): AssumedAuthenticator {
  const [role, ...others] = roles;
  if (!role) return () => caller.authenticator;
  const { clock } = context.transport;
  const now = () => clock.now();
  // A separate transport, since requests hold a slot while they wait for the agency's keys.
  const own: ServiceContext = {
    ...context,
    transport: context.openTransport(),
  };
  const signer =
    "id" in role.domain ? signing(context, caller, region) : caller;
  const keys = new Renewed(
    unlessRefused(() => assumeAgency(own, role, signer, region)),
    now,
  );
  const source = `the agency ${role.agencyName} of account ${accountOf(role)}`;
  const authenticatorIn: AssumedAuthenticator = ({ project }) =>
    signedBy(keys, "id" in project ? project.id : undefined, now, {
      advice: `The service refuses the keys of ${source}, even new ones: check that the account's region is in use, and this machine's clock, which must be correct to within 15 minutes.`,
    });
  const next = { source, authenticator: authenticatorIn(inNoProject(region)) };
  return others.length === 0
    ? authenticatorIn
    : assumed(context, next, others, region);
}

/** For requests to IAM and STS, which belong to no project. A token for them is for the region's own project. */
export function inNoProject(region: string): Scope {
  return { region, project: { name: region } };
}

/** Signs with keys that are renewed before they expire, or when they are refused. */
export function signedBy(
  keys: Renewed<AccessKey>,
  projectId: string | undefined,
  now: () => number,
  { advice }: { readonly advice: string },
): Authenticator {
  return {
    async authenticate(request) {
      const key = await keys.get();
      return withSignature(request, key, projectId, now(), {
        advice,
        renew: () => keys.renew(key),
      });
    },
  };
}

/** A caller with a token signs with keys issued for the token. */
function signing(context: WayContext, caller: Caller, region: string): Caller {
  const { clock } = context.transport;
  const own: ServiceContext = {
    ...context,
    transport: context.openTransport(),
  };
  const exchanged = new Map<string, Renewed<AccessKey>>();
  const keysFor = (token: string, advice: string) => {
    const known = exchanged.get(token);
    if (known) return known;
    const keys = new Renewed(
      () => keysOfToken(own, new Secret(token), caller.source, region, advice),
      () => clock.now(),
    );
    exchanged.set(token, keys);
    return keys;
  };
  const authenticator: Authenticator = {
    async authenticate(request) {
      const proven = await caller.authenticator.authenticate(request);
      const token = proven.headers["x-auth-token"];
      if (token === undefined) return proven;
      const keys = keysFor(token, proven.advice);
      const given = keys.get();
      if (!(await given.then(() => true, falseIfRefused))) {
        // The exchange is the first request with the token.
        if (await proven.renew()) return authenticator.authenticate(request);
      }
      const key = await given;
      return withSignature(request, key, undefined, clock.now(), {
        advice: proven.advice,
        renew: async () =>
          (await keys.renew(key).catch(falseIfRefused)) || proven.renew(),
      });
    },
  };
  return { source: caller.source, authenticator };
}

function falseIfRefused(error: unknown): false {
  if (isRefusal(error)) return false;
  throw error;
}

/**
 * After a first refusal, later callers get the same refusal without a request. Once a fetch has succeeded, every call fetches.
 */
export function unlessRefused<Value>(
  fetch: () => Promise<Value>,
): () => Promise<Value> {
  let refusal: RequestError | undefined;
  let given = false;
  return async () => {
    if (refusal) throw refusal;
    try {
      const value = await fetch();
      given = true;
      return value;
    } catch (error) {
      if (!given && error instanceof RequestError && isFinal(error)) {
        refusal = error;
      }
      throw error;
    }
  };
}

function isFinal({ failure: { status = 0 } }: RequestError): boolean {
  return status >= 400 && status < 500 && status !== 408 && status !== 429;
}
