import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { serviceError } from "./answer.js";
import { authenticate, type Verdict } from "./authentication.js";
import type { Cloud } from "./cloud.js";
import { deliver } from "./delivery.js";
import { answerInstead, throttled } from "./faultAnswers.js";
import { needsCredentials, perform } from "./operations.js";
import { readBody, type ReceivedRequest, targetOf } from "./receivedRequest.js";
import { routeOf } from "./routes.js";

/** Serves one request to the cloud: logs, authenticates and answers it, with the faults that match it. */
export async function serve(
  cloud: Cloud,
  message: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const visit = cloud.requests.enter(response);
  const requestId = randomUUID().replaceAll("-", "");
  response.setHeader("X-Request-Id", requestId);
  response.setHeader("Date", new Date(cloud.now()).toUTCString());
  response.setHeader("Server", "api-gateway");

  const body = await readBody(message);
  const request: ReceivedRequest = {
    ...targetOf(message),
    headers: message.headers,
    body: body ?? Buffer.alloc(0),
    requestId,
  };
  const route = routeOf(request.method, request.path);
  const verdict: Verdict = needsCredentials(route)
    ? authenticate(request, route.projectId, cloud.settings, cloud.now())
    : { authentication: "none" };
  visit.record(request, route, verdict.authentication);

  const fault = cloud.faults.take(route);
  const instead = fault && answerInstead(fault, requestId);
  const limit = cloud.settings.rateLimit;
  const isWithin = limit === null || cloud.counter.take(limit);
  const answer =
    body === undefined
      ? serviceError(413, "APIGW.0201", "Request entity too large", requestId)
      : !isWithin
        ? throttled(requestId, limit.retryAfter)
        : (instead ?? perform(cloud, route, request, verdict));
  if (cloud.settings.latencyMs > 0) {
    await sleep(cloud.settings.latencyMs, undefined, { signal: visit.over });
  }
  await deliver(response, answer, fault, visit);
}
