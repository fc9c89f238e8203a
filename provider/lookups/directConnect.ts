import { configKey } from "../settings/index.js";
import * as v from "valibot";
import {
  type Detection,
  type Listing,
  ListVifPeerDetectionsResponse,
  type OddDetection,
  sameId,
  ShowVifPeerDetectionResponse,
} from "./detection.js";
import {
  RequestError,
  type Call,
  type Reply,
  type Service,
} from "../huaweicloud/index.js";

/** The largest page that the API allows. */
const PAGE_SIZE = 2000;

const INCOMPLETE = {
  reason: "unexpected-answer",
  nextStep:
    "The list is incomplete, so the newest detection of a peer is unknown: set detectionId instead of vifPeerId, and contact Huawei Cloud support with the request id.",
} as const;

/**
 * The detection part of the Direct Connect API.
 *
 * @see https://support.huaweicloud.com/intl/en-us/api-dc/ShowVifPeerDetection.html
 */
export class DirectConnectClient {
  constructor(
    readonly service: Service,
    readonly projectId: string,
  ) {}

  /** The API's documentation calls the path parameter `vif_peer_id`, but it is the detection's id. */
  async showVifPeerDetection(id: string): Promise<Detection> {
    const { value, quote, wrong } = await this.#get({
      operation: `show the detection ${id}`,
      path: `/${id}`,
      schema: ShowVifPeerDetectionResponse,
      notFound: `There is no such detection in project ${this.projectId}, region ${this.service.region}. If it was deleted, start another one; otherwise check detectionId, region and projectId. To look up a virtual interface peer, pass its id as vifPeerId.`,
    });
    const detection = {
      ...value.vif_peer_detection,
      requestId: value.request_id,
    };
    if (sameId(detection.detectionId, id)) return detection;
    throw wrong(
      `answered with another detection, ${quote(detection.detectionId)}`,
      {
        reason: "wrong-detection",
        nextStep: sameId(detection.vifPeerId, id)
          ? `${id} is the id of a virtual interface peer, not of a detection: pass it as vifPeerId to read the newest detection of that peer.`
          : `Something between this machine and the service mixes up responses: check ${configKey("endpoints.dc")} and any proxy.`,
      },
    );
  }

  /**
   * All detections of the project. The API does not filter by peer, although its documentation shows a filter.
   *
   * @see https://support.huaweicloud.com/intl/en-us/api-dc/ListVifPeerDetections.html
   */
  async listVifPeerDetections(): Promise<Listing> {
    try {
      return await this.#listAll();
    } catch (error) {
      // The detection that marks the start of a page may have been deleted meanwhile.
      if (error instanceof RequestError && error.failure.code === "DC.0002") {
        return this.#listAll();
      }
      throw error;
    }
  }

  /**
   * Starts a detection. The request is never repeated, since an unanswered request may have started a detection. Also returns
   * the time of the answer, by the service's clock.
   *
   * @see https://support.huaweicloud.com/intl/en-us/api-dc/CreateVifPeerDetection.html
   */
  async createVifPeerDetection(
    vifPeerId: string,
  ): Promise<{ detection: Detection; answeredAt: number | undefined }> {
    const { value, answer, quote, wrong } = await this.service.call({
      operation: `start a detection of peer ${vifPeerId}`,
      method: "POST",
      path: this.#path(""),
      body: JSON.stringify({ vif_peer_detection: { vif_peer_id: vifPeerId } }),
      // The documented status, and those that other clients expect.
      success: [200, 201, 202],
      schema: ShowVifPeerDetectionResponse,
      permission: this.#permission(
        "dcaas:vifPeer:createVifPeerDetection",
        "create_vif_peer",
      ),
      refused:
        "The service did not start a detection of this peer: if it says that another one is running, deploy again once that one has ended; otherwise check vifPeerId, region and projectId.",
      notFound: `There is no such virtual interface peer in project ${this.projectId}, region ${this.service.region}: check vifPeerId, region and projectId.`,
    });
    const detection = {
      ...value.vif_peer_detection,
      requestId: value.request_id,
    };
    if (sameId(detection.vifPeerId, vifPeerId)) {
      return { detection, answeredAt: timeOf(answer.header("date")) };
    }
    throw wrong(
      `answered with a detection of another peer, ${quote(detection.vifPeerId)}`,
      {
        reason: "wrong-detection",
        nextStep: `Something between this machine and the service mixes up responses: check ${configKey("endpoints.dc")} and any proxy.`,
      },
    );
  }

  /**
   * Deletes a detection. It is not an error if the detection is gone.
   *
   * @see https://support.huaweicloud.com/intl/en-us/api-dc/DeleteVifPeerDetection.html
   */
  async deleteVifPeerDetection(id: string): Promise<void> {
    try {
      await this.service.call({
        operation: `delete the detection ${id}`,
        method: "DELETE",
        path: this.#path(`/${id}`),
        success: [200, 202, 204],
        schema: v.unknown(),
        permission: this.#permission(
          "dcaas:vifPeer:deleteVifPeerDetection",
          "delete_vif_peer",
        ),
        notFound: "It is gone already.",
      });
    } catch (error) {
      if (isNotFound(error)) return;
      throw error;
    }
  }

  async #listAll(): Promise<Listing> {
    const found = new Map<string, Detection>();
    const odd = new Map<string, OddDetection>();
    for (let marker = "", idlePages = 0; ;) {
      const { value, quote, wrong } = await this.#get({
        operation: "list the detections",
        path: `?limit=${String(PAGE_SIZE)}${marker && `&marker=${encodeURIComponent(marker)}`}`,
        schema: ListVifPeerDetectionsResponse,
      });
      const { vif_peer_detections: page, request_id: requestId } = value;
      const nextMarker = value.page_info?.next_marker ?? "";
      const known = found.size + odd.size;
      for (const [index, row] of page.entries()) {
        // If a detection appears twice, the first one counts.
        const id = keyOf(
          row.detectionId ?? `row ${String(index)} after ${marker}`,
        );
        if (found.has(id) || odd.has(id)) continue;
        if ("problem" in row) odd.set(id, { ...row, requestId });
        else found.set(id, { ...row, requestId });
      }
      // A server may return a smaller page than requested, with a marker for the next page. Some repeat the last marker.
      const atEnd =
        page.length === 0 &&
        nextMarker === marker &&
        (found.has(keyOf(marker)) || odd.has(keyOf(marker)));
      const more = page.length >= PAGE_SIZE || (nextMarker !== "" && !atEnd);
      const told = value.page_info?.current_count ?? 0;
      if (!more && told > found.size + odd.size) {
        throw wrong(
          `answered with ${found.size + odd.size} detections, but says that there are ${told}`,
          INCOMPLETE,
        );
      }
      if (!more) {
        return { detections: [...found.values()], odd: [...odd.values()] };
      }
      // One page without new rows may be a repetition. After two in a row, there is no way to get the rest.
      idlePages = found.size + odd.size === known ? idlePages + 1 : 0;
      const last = page.findLast(
        ({ detectionId }) => detectionId !== undefined,
      );
      const next = last?.detectionId ?? nextMarker;
      if (idlePages > 1 || next === "") {
        throw wrong(
          `answered with no new detections after ${quote(marker)}, but announced another page`,
          INCOMPLETE,
        );
      }
      marker = next;
    }
  }

  #get<Schema extends v.GenericSchema>({
    path,
    ...call
  }: Omit<Call<Schema>, "method" | "permission">): Promise<
    Reply<v.InferOutput<Schema>>
  > {
    return this.service.call({
      ...call,
      method: "GET",
      path: this.#path(path),
      permission: `The credentials are valid but lack a permission in project ${this.projectId}: grant dcaas:vifPeer:getVifPeerDetection, and dcaas:vifPeer:listVifPeerDetection to list detections (or the role permission get_vif_peer).`,
    });
  }

  #path(rest: string): string {
    return `/v3/${this.projectId}/dcaas/vif-peer-detections${rest}`;
  }

  #permission(action: string, role: string): string {
    return `The credentials are valid but lack a permission in project ${this.projectId}: grant ${action} (or the role permission ${role}).`;
  }
}

/** The same for the same id, in either case. */
function keyOf(id: string): string {
  return id.toLowerCase();
}

function timeOf(date: string | undefined): number | undefined {
  const time = Date.parse(date ?? "");
  return Number.isNaN(time) ? undefined : time;
}

/** Whether Direct Connect itself says that the object does not exist. */
export function isNotFound(error: unknown): boolean {
  return error instanceof RequestError && error.failure.reason === "not-found";
}
