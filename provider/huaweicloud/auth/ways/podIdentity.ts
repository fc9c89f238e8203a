import { Agent } from "node:http";
import { SettingsError } from "../../errors.js";
import { isLoopback } from "../../endpoints.js";
import { Transport } from "../../http/transport.js";
import { Secret } from "../../secret.js";
import { Service } from "../../service.js";
import { withoutProof } from "../agencies.js";
import { signedBy } from "../assumption.js";
import { fingerprintOf, type Way, type WayContext } from "../credentials.js";
import { readHomeFile, Unusable } from "../homeFiles.js";
import { type Lease, Renewed } from "../renewed.js";
import { lackingVariables, listed } from "../settingParts.js";
import type { AccessKey } from "../signature.js";
import { leaseOf, TemporaryKeyResponse } from "../temporaryKeys.js";
import { variablesOf } from "../../assumedRoles.js";

const VARIABLES = {
  uri: "HC_CONTAINER_CREDENTIALS_FULL_URI",
  tokenFile: "HC_CONTAINER_AUTHORIZATION_TOKEN_FILE",
} as const;
const REQUEST_TIMEOUT_MS = 5_000;
const MAX_RETRIES = 2;

/** The agency of a CCE pod, which the cluster sets in variables. */
export const podIdentity: Way = {
  label: "the identity of a pod (CCE)",
  places: ["environment"],
  find(context) {
    const { environment } = context.source;
    const { parts, origins } = variablesOf(environment, VARIABLES);
    const { uri, tokenFile } = parts;
    if (!uri || !tokenFile) {
      return Promise.resolve(
        lackingVariables(origins, Object.values(VARIABLES)),
      );
    }
    const url = addressOf(uri);
    const { clock } = context.transport;
    const now = () => clock.now();
    const keys = new Renewed(() => fetchKeys(context, url, tokenFile), now);
    return Promise.resolve({
      source: listed(origins),
      settings: origins,
      fromConfig: false,
      fingerprint: fingerprintOf(parts),
      authenticator: ({ project }) =>
        signedBy(keys, "id" in project ? project.id : undefined, now, {
          advice: `The service refuses the keys of the pod's agency (from ${VARIABLES.uri}), even new ones: check the agency of the pod's service account, and the node's clock.`,
        }),
    });
  },
};

async function fetchKeys(
  context: WayContext,
  url: URL,
  tokenFile: string,
): Promise<Lease<AccessKey>> {
  const { clock, options } = context.transport;
  const token = await readToken(tokenFile, context.source.environment);
  const agent = new Agent();
  // Never through a proxy: the service is on the node.
  const transport =
    url.protocol === "http:"
      ? new Transport(
          {
            ...options,
            maxRetries: MAX_RETRIES,
            requestTimeoutMs: REQUEST_TIMEOUT_MS,
          },
          () => Promise.resolve({ agent }),
          clock,
        )
      : context.transport;
  const service = new Service({
    endpoint: new URL(url.origin),
    transport,
    authenticator: withoutProof(
      [token],
      `The service refuses the token in ${tokenFile} (from ${VARIABLES.tokenFile}): check the pod's service account, and its association with an agency.`,
      { authorization: token.reveal() },
    ),
    context: {
      endpointSetting: VARIABLES.uri,
      region: context.settings.region ?? "",
    },
  });
  const started = clock.now();
  const { value, answer } = await service.call({
    operation: "get the keys of this pod's agency",
    method: "POST",
    path: url.pathname + url.search,
    body: "{}",
    success: [200, 201],
    repeatable: true,
    schema: TemporaryKeyResponse,
    confidential: true,
    permission:
      "The pod's service account may not use the agency: check their association in CCE.",
  });
  return leaseOf(value, answer, started);
}

async function readToken(
  path: string,
  environment: Parameters<typeof readHomeFile>[1],
): Promise<Secret> {
  try {
    const token = (await readHomeFile(path, environment)).trim();
    if (/^[\x20-\x7e]+$/.test(token)) return new Secret(token);
    throw new Unusable(
      `${path} is ${token === "" ? "empty" : "not a token: it contains characters that no header can contain, such as a line break"}`,
    );
  } catch (error) {
    if (!(error instanceof Unusable)) throw error;
    throw new SettingsError([`${VARIABLES.tokenFile}: ${error.message}`]);
  }
}

/** The token is sent unencrypted only to the node itself. */
function addressOf(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isNear =
    url !== undefined &&
    (isLoopback(url.hostname) ||
      /^(169\.254\.\d+\.\d+|\[f[de].*\])$/.test(url.hostname));
  if (url?.protocol === "https:" || (url?.protocol === "http:" && isNear)) {
    return url;
  }
  throw new SettingsError([
    `${VARIABLES.uri} is neither an https URL nor an http URL of this node`,
  ]);
}
