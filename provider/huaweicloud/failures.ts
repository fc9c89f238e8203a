import { configKey } from "../settings/index.js";
import { formatDuration } from "../units/index.js";
import type { ErrorBody } from "./errorBody.js";
import type { RequestFailureReason } from "./errors.js";
import type { NetworkFailure } from "./http/attempt.js";
import type { HttpAnswer } from "./http/request.js";

/** Why a request failed, and what the reader can do. */
export interface Advice {
  readonly reason: RequestFailureReason;
  readonly nextStep: string;
}

/** What determines the advice, besides the response. */
export interface FailureContext {
  /** The setting that determines the endpoint, such as `huaweicloud:endpoints.dc`. */
  readonly endpointSetting: string;
  readonly region: string;
  /** What to do if the credentials are refused. */
  readonly credentials: string;
  /** Whether the request is signed, so that it expires by this machine's clock. */
  readonly signed: boolean;
  readonly now: number;
  /** What to do if the credentials lack a permission. */
  readonly permission: string;
  /** What to do if the service refuses the request itself (400, 404); `undefined` for general advice. */
  readonly refused?: string | undefined;
  /** What to do if the requested object does not exist; `undefined` for lists. */
  readonly notFound: string | undefined;
}

/** The service refuses signatures whose time is off by 15 minutes. A third of that means a wrong clock, not latency. */
const LARGE_CLOCK_DIFFERENCE_MS = 5 * 60_000;

/** Direct Connect's code of an internal error, with status 400. */
const INTERNAL_ERROR = "DC.0003";

export function afterNetworkFailure(
  failure: NetworkFailure,
  host: string,
  proxy: string | undefined,
): Advice {
  const through = proxy === undefined ? "" : ` through the proxy ${proxy}`;
  switch (failure.code) {
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return {
        reason: "no-such-host",
        nextStep: `Check the settings that determine the host ${host} (${configKey("region")}, ${configKey("cloud")} and ${configKey("endpoints")}), and this machine's DNS${proxy === undefined ? "" : `, or the proxy ${proxy}`}.`,
      };
    case "CERTIFICATE":
      return {
        reason: "certificate",
        nextStep: `If ${host} or a proxy uses a certificate from a private authority, set ${configKey("cacertFile")} or NODE_EXTRA_CA_CERTS to the file of that authority's certificate.`,
      };
    case "TOO_LARGE":
      return notTheService(host);
    case "TIMEOUT":
      return {
        reason: "timeout",
        nextStep: `Check that this machine can reach ${host}${through} (network, firewall). If the network is slow, increase ${configKey("requestTimeout")}.`,
      };
    case "ECONNREFUSED":
    case "EHOSTUNREACH":
    case "ENETUNREACH":
      return {
        reason: "unreachable",
        nextStep: `Check that this machine can reach ${host}${through} (network, firewall, HTTPS_PROXY), then try again.`,
      };
    default:
      return {
        reason: "connection-lost",
        nextStep: `Something between this machine and ${host}${through} closes connections: try again, then check the network.`,
      };
  }
}

export function afterRefusal(
  answer: HttpAnswer,
  { code = "" }: ErrorBody,
  context: FailureContext,
): Advice {
  const { endpointSetting, region, credentials, permission, notFound } =
    context;
  const { status } = answer;
  if (status === 401) {
    const difference = clockDifference(answer, context);
    if (difference !== undefined) return difference;
    return { reason: "credentials", nextStep: credentials };
  }
  if (status === 403) return { reason: "permission", nextStep: permission };
  if (status === 407) {
    return {
      reason: "proxy-credentials",
      nextStep:
        "The proxy requires credentials: add the user name and password to HTTPS_PROXY, as in http://user:password@host:port.",
    };
  }
  if (notFound !== undefined && isNotFound(answer, code)) {
    return { reason: "not-found", nextStep: notFound };
  }
  if (
    context.refused !== undefined &&
    [400, 404, 409].includes(status) &&
    code !== "" &&
    code !== INTERNAL_ERROR &&
    !code.startsWith("APIGW.")
  ) {
    return { reason: "refused", nextStep: context.refused };
  }
  if (code === "APIGW.0101" || (status === 404 && !code.startsWith("DC."))) {
    return {
      reason: "wrong-endpoint",
      nextStep: `This host does not serve the API: check ${configKey("region")} (${region}), ${endpointSetting} and any proxy. The detection may still exist.`,
    };
  }
  if (status === 429) {
    return {
      reason: "throttled",
      nextStep: `The service throttles this account: try again later, run fewer deployments at once, or lower ${configKey("maxConcurrentRequests")}.`,
    };
  }
  if (status >= 500 || code === INTERNAL_ERROR) {
    return {
      reason: "service-trouble",
      nextStep:
        "The service failed internally: try again later. If the error persists, contact Huawei Cloud support with the request id.",
    };
  }
  if (status >= 300 && status < 400) {
    return {
      reason: "redirect",
      nextStep: `Credentials are never sent to another host: check ${endpointSetting} and any proxy.`,
    };
  }
  return {
    reason: "refused",
    nextStep:
      "Check the resource's inputs and the settings. If they are correct, contact Huawei Cloud support with the request id.",
  };
}

/**
 * Whether Direct Connect itself says that the object does not exist. Its documentation has this code with status 400, other
 * clients expect 404. A 404 without the code may come from the gateway, IAM or a proxy, and proves nothing.
 */
function isNotFound({ status }: HttpAnswer, code: string): boolean {
  return code === "DC.0002" && (status === 404 || status === 400);
}

export function notTheService(host: string): Advice {
  return {
    reason: "not-the-service",
    nextStep: `Check that ${host} is the endpoint of the API, and that no proxy or sign-in page answers in its place.`,
  };
}

function clockDifference(
  answer: HttpAnswer,
  { signed, now }: FailureContext,
): Advice | undefined {
  const theirs = Date.parse(answer.header("date") ?? "");
  const difference = now - theirs;
  if (!signed || !(Math.abs(difference) > LARGE_CLOCK_DIFFERENCE_MS)) {
    return undefined;
  }
  const direction = difference > 0 ? "ahead of" : "behind";
  // The response was on its way for a while, and its time has whole seconds.
  const minutes = Math.round(Math.abs(difference) / 60_000);
  return {
    reason: "clock",
    nextStep: `This machine's clock is about ${formatDuration(minutes * 60_000)} ${direction} the service's, and a signature is valid for only 15 minutes: correct the clock (NTP), then try again.`,
  };
}
