import { formatDuration } from "./duration.js";
import type { ErrorBody } from "./errorBody.js";
import type { RequestFailureReason } from "./errors.js";
import type { NetworkFailure } from "./http/attempt.js";
import type { HttpAnswer } from "./http/request.js";

/** Why a request failed, and what the person who reads it can do. */
export interface Advice {
  readonly reason: RequestFailureReason;
  readonly nextStep: string;
}

/** What an answer is judged by, besides itself. */
export interface FailureContext {
  /** Whose answer it is, with the setting that leads there: `huaweicloud:endpoints.dc`. */
  readonly endpointSetting: string;
  readonly region: string;
  /** What to do where the credentials are refused. */
  readonly credentials: string;
  /** Whether the request is good for a time only, by this machine's clock. */
  readonly signed: boolean;
  readonly now: number;
  /** What to do where they are known, but may not do this. */
  readonly permission: string;
  /** What to do where what was asked for is refused as such; `undefined` where that says nothing. */
  readonly refused?: string | undefined;
  /** What to do where there is no such thing; `undefined` where more than one thing was asked for. */
  readonly notFound: string | undefined;
}

/** The service refuses a signature from 15 minutes on; a difference of a third of it is not by chance. */
const LARGE_CLOCK_DIFFERENCE_MS = 5 * 60_000;

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
        nextStep: `Check huaweicloud:region, huaweicloud:cloud and huaweicloud:endpoints, from which the host ${host} follows, and this machine's name service${proxy === undefined ? "" : `, or the proxy ${proxy}`}.`,
      };
    case "CERTIFICATE":
      return {
        reason: "certificate",
        nextStep: `If ${host} or a proxy uses a certificate of your own authority, name its file in huaweicloud:cacertFile or NODE_EXTRA_CA_CERTS.`,
      };
    case "TOO_LARGE":
      return notTheService(host);
    case "TIMEOUT":
      return {
        reason: "timeout",
        nextStep: `Check that ${host} can be reached from this machine${through} (network, firewall); a slow one may be given longer by huaweicloud:requestTimeout.`,
      };
    case "ECONNREFUSED":
    case "EHOSTUNREACH":
    case "ENETUNREACH":
      return {
        reason: "unreachable",
        nextStep: `Check that ${host} can be reached from this machine${through} (network, firewall, HTTPS_PROXY), then try again.`,
      };
    default:
      return {
        reason: "connection-lost",
        nextStep: `Something between here and ${host}${through} ends connections: try again, then look at the network.`,
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
        "The proxy asks who you are: put the user name and password into HTTPS_PROXY, as http://user:password@host:port.",
    };
  }
  if (notFound !== undefined && isNotFound(answer, code)) {
    return { reason: "not-found", nextStep: notFound };
  }
  if (
    context.refused !== undefined &&
    [400, 404, 409].includes(status) &&
    code !== "" &&
    !code.startsWith("APIGW.")
  ) {
    return { reason: "refused", nextStep: context.refused };
  }
  if (code === "APIGW.0101" || (status === 404 && !code.startsWith("DC."))) {
    return {
      reason: "wrong-endpoint",
      nextStep: `There is no such API at this host: check huaweicloud:region (${region}), ${endpointSetting} and proxies. This says nothing about the detection.`,
    };
  }
  if (status === 429) {
    return {
      reason: "throttled",
      nextStep:
        "The service throttles this account: try again later, run fewer deployments at once, or set huaweicloud:maxConcurrentRequests lower.",
    };
  }
  if (status >= 500 || code === "DC.0003") {
    return {
      reason: "service-trouble",
      nextStep:
        "The service has trouble of its own: try again later; if it stays, give Huawei Cloud's support the request id.",
    };
  }
  if (status >= 300 && status < 400) {
    return {
      reason: "redirect",
      nextStep: `Credentials are not sent to another host: check ${endpointSetting} and proxies.`,
    };
  }
  return {
    reason: "refused",
    nextStep:
      "Check the inputs of the resource and the settings; if they are right, give Huawei Cloud's support the request id.",
  };
}

/**
 * Whether Direct Connect itself says that there is no such thing. Its table has that code with 400, other clients expect
 * 404. A 404 without it may be the gateway's, IAM's or a proxy's, and proves nothing.
 */
function isNotFound({ status }: HttpAnswer, code: string): boolean {
  return code === "DC.0002" && (status === 404 || status === 400);
}

export function notTheService(host: string): Advice {
  return {
    reason: "not-the-service",
    nextStep: `Check that ${host} is the API, and that no proxy or sign-in page answers in its place.`,
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
  return {
    reason: "clock",
    nextStep: `This machine's clock is ${formatDuration(Math.abs(difference))} ${direction} the service's, and a signature is good for 15 minutes: set the clock (NTP), then try again.`,
  };
}
