import { type Answer, json, serviceError } from "./answer.js";
import type { PendingFault } from "./faults.js";

const PAGE =
  "<!DOCTYPE html><html><head><title>Sign in</title></head><body>Sign in to the network.</body></html>";

/** The response that replaces the operation; `undefined` for a fault that does not replace it. */
export function answerInstead(
  fault: PendingFault,
  requestId: string,
): Answer | undefined {
  switch (fault.kind) {
    case "status":
      return {
        status: fault.status,
        headers: {
          "Content-Type": fault.contentType ?? "application/json",
          ...fault.headers,
        },
        body: textOf(fault.body),
      };
    case "html":
      return {
        status: 200,
        headers: { "Content-Type": "text/html" },
        body: PAGE,
      };
    case "body":
      return json(200, fault.body);
    case "redirect":
      return { status: 302, headers: { Location: fault.location }, body: "" };
    case "throttle":
      return throttled(requestId, fault.retryAfter);
    default:
      return undefined;
  }
}

/** The gateway's response to a throttled request. */
export function throttled(requestId: string, retryAfter?: string): Answer {
  const answer = serviceError(
    429,
    "APIGW.0308",
    "The throttling threshold has been reached: policy user over ratelimit,limit:60,time:1 minute",
    requestId,
  );
  return retryAfter === undefined
    ? answer
    : { ...answer, headers: { ...answer.headers, "Retry-After": retryAfter } };
}

function textOf(body: unknown): string {
  if (body === undefined) return "";
  return typeof body === "string" ? body : JSON.stringify(body);
}
