import { Agent } from "node:http";
import * as v from "valibot";
import { NetworkFailure } from "../http/attempt.js";
import type { Clock } from "../http/clock.js";
import type { HttpAnswer, HttpRequest } from "../http/request.js";
import { Transport } from "../http/transport.js";
import { Secret } from "../secret.js";
import { type Lease, Renewed } from "./renewed.js";
import type { AccessKey } from "./signature.js";

/** The same address on every machine of the cloud. */
const METADATA_SERVICE = new URL("http://169.254.169.254");
/** The time limit for one attempt: the service is close. */
const REQUEST_TIMEOUT_MS = 1_000;
/** The machine may be busy, or the service still starting. */
const MAX_RETRIES = 2;
/** The time limit for all attempts of both requests, so that a machine outside Huawei Cloud does not wait long. */
const TIMEOUT_MS = 3_000;
const TOKEN_SECONDS = 21_600;
/** The statuses with which version 1 of the service, which has no tokens, answers a request for a token. */
const KNOWS_NO_TOKENS = [403, 404, 405, 503];

const SecurityKey = v.looseObject({
  credential: v.looseObject({
    access: v.string(),
    secret: v.string(),
    securitytoken: v.string(),
    expires_at: v.pipe(v.string(), v.isoTimestamp()),
  }),
});

/**
 * The temporary keys of this machine's agency.
 *
 * @see https://support.huaweicloud.com/intl/en-us/usermanual-ecs/ecs_03_0166.html
 */
export class AgencyKeys {
  readonly source: string;
  readonly #transport: Transport;
  readonly #keys: Renewed<AccessKey>;

  constructor(
    readonly clock: Clock,
    readonly endpoint: URL = METADATA_SERVICE,
  ) {
    this.source = `the agency of this machine (${endpoint.host})`;
    const agent = new Agent();
    this.#transport = new Transport(
      {
        maxRetries: MAX_RETRIES,
        requestTimeoutMs: REQUEST_TIMEOUT_MS,
        timeoutMs: TIMEOUT_MS,
        maxConcurrentRequests: 1,
      },
      // Never through a proxy, which would return the keys of its own machine. Node.js's global agent may use one.
      () => Promise.resolve({ agent }),
      clock,
    );
    this.#keys = new Renewed(
      () => this.#fetch(),
      () => clock.now(),
    );
  }

  get(): Promise<AccessKey> {
    return this.#keys.get();
  }

  renew(refused: AccessKey): Promise<boolean> {
    return this.#keys.renew(refused);
  }

  async #fetch(): Promise<Lease<AccessKey>> {
    const deadline = this.clock.now() + TIMEOUT_MS;
    const token = await this.#token(deadline);
    const path = "/openstack/latest/securitykey";
    const answer = await this.#ask("GET", path, token, deadline);
    const parsed = v.safeParse(SecurityKey, asJson(answer.body));
    if (answer.status !== 200 || !parsed.success) {
      throw new Error(
        `answered ${String(answer.status)}, without a key: this machine is not on Huawei Cloud, or has no agency with read access to Direct Connect`,
      );
    }
    const { credential } = parsed.output;
    return {
      value: {
        accessKey: credential.access,
        secretKey: new Secret(credential.secret),
        securityToken: new Secret(credential.securitytoken),
      },
      until: Date.parse(credential.expires_at),
    };
  }

  async #token(deadline: number): Promise<Record<string, string>> {
    const path = "/meta-data/latest/api/token";
    const wanted = { "x-metadata-token-ttl-seconds": String(TOKEN_SECONDS) };
    const answer = await this.#ask("PUT", path, wanted, deadline);
    if (KNOWS_NO_TOKENS.includes(answer.status)) return {};
    if (answer.status === 200)
      return { "x-metadata-token": answer.body.trim() };
    throw new Error(
      `answered ${String(answer.status)} to the request for a token`,
    );
  }

  async #ask(
    method: HttpRequest["method"],
    path: string,
    headers: Record<string, string>,
    deadline: number,
  ): Promise<HttpAnswer> {
    const url = new URL(path, this.endpoint);
    const { result } = await this.#transport.send({
      prepare: () => Promise.resolve({ method, url, headers }),
      timeoutMs: deadline - this.clock.now(),
    });
    if (result instanceof NetworkFailure) {
      throw new Error(
        `${result.message}, so this machine is not on Huawei Cloud`,
      );
    }
    return result;
  }
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
