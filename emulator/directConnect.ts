import { randomUUID } from "node:crypto";
import * as v from "valibot";
import { type Answer, json, noContent, serviceError } from "./answer.js";
import type { Cloud } from "./cloud.js";
import { pageOf } from "./pages.js";
import { parsedBody, type ReceivedRequest } from "./receivedRequest.js";
import type { Route } from "./routes.js";
import { domainId } from "./seed.js";
import { apiTime } from "./time.js";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

const CreateBody = v.object({
  vif_peer_detection: v.object({
    vif_peer_id: v.pipe(v.string(), v.regex(UUID)),
  }),
});

/** The four operations on detections, for an authenticated caller. */
export function directConnect(
  cloud: Cloud,
  route: Route,
  request: ReceivedRequest,
): Answer {
  const { projectId = "", id = "" } = route;
  switch (route.operation) {
    case "listDetections":
      return list(cloud, projectId, request);
    case "createDetection":
      return create(cloud, projectId, request);
    case "deleteDetection":
      return refusedId(cloud, projectId, id, request) ?? remove(cloud, id);
    default:
      return (
        refusedId(cloud, projectId, id, request) ?? show(cloud, id, request)
      );
  }
}

function refusedId(
  cloud: Cloud,
  projectId: string,
  id: string,
  { requestId }: ReceivedRequest,
): Answer | undefined {
  if (!UUID.test(id)) return badParameter(`id ${id} is invalid`, requestId);
  if (cloud.detections.has(projectId, id)) return undefined;
  return serviceError(
    cloud.settings.notFoundStatus,
    "DC.0002",
    `The vif peer detection ${id} does not exist.`,
    requestId,
  );
}

function show(
  cloud: Cloud,
  id: string,
  { requestId }: ReceivedRequest,
): Answer {
  return json(200, {
    request_id: requestId,
    vif_peer_detection: cloud.detections.tell(id),
  });
}

function remove(cloud: Cloud, id: string): Answer {
  cloud.detections.remove(id);
  return noContent();
}

function list(
  cloud: Cloud,
  projectId: string,
  { rawQuery, requestId }: ReceivedRequest,
): Answer {
  const page = pageOf(
    cloud.detections.ids(projectId),
    new URLSearchParams(rawQuery),
    cloud.settings,
  );
  if ("badParameter" in page) return badParameter(page.badParameter, requestId);
  return json(200, {
    request_id: requestId,
    vif_peer_detections: page.ids.map((id) => cloud.detections.tell(id)),
    page_info: page.info,
  });
}

function create(
  cloud: Cloud,
  projectId: string,
  request: ReceivedRequest,
): Answer {
  const { requestId } = request;
  const asked = v.safeParse(CreateBody, parsedBody(request));
  if (!asked.success) {
    return serviceError(
      400,
      "DC.0000",
      `Invalid request body: ${v.getDotPath(asked.issues[0]) ?? "not JSON"}`,
      requestId,
    );
  }
  const { vif_peer_id: vifPeerId } = asked.output.vif_peer_detection;
  const refusal = cloud.settings.refusalWhileRunning;
  if (refusal && isMeasured(cloud, projectId, vifPeerId)) {
    return serviceError(
      refusal.status,
      refusal.code,
      `A detection of the vif peer ${vifPeerId} is running.`,
      requestId,
    );
  }
  const id = randomUUID();
  cloud.detections.put([
    {
      id,
      vif_peer_id: vifPeerId,
      project_id: projectId,
      domain_id: domainId,
      start_time: apiTime(cloud.now()),
      ...cloud.settings.createdDetection,
    },
  ]);
  return json(200, {
    request_id: requestId,
    vif_peer_detection: cloud.detections.tell(id),
  });
}

function isMeasured(
  cloud: Cloud,
  projectId: string,
  vifPeerId: string,
): boolean {
  return cloud.detections
    .ids(projectId)
    .map((id) => cloud.detections.tell(id))
    .some(
      (one) =>
        one?.["vif_peer_id"] === vifPeerId && one["status"] === "processing",
    );
}

function badParameter(what: string, requestId: string): Answer {
  return serviceError(400, "DC.0001", `Invalid parameter: ${what}`, requestId);
}
