import type * as v from "valibot";
import {
  type Detection,
  ListVifPeerDetectionsResponse,
  ShowVifPeerDetectionResponse,
} from "./detection.js";
import type { Reply, Service } from "../huaweicloud/service.js";

/** Of a page of the listing: as many as the API allows. */
const PAGE_SIZE = 2000;

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

  /** The API's page calls the path's parameter `vif_peer_id`, but it is the detection's id. */
  async showVifPeerDetection(id: string): Promise<Detection> {
    const { value, quote, wrong } = await this.#get(
      `show the detection ${id}`,
      `/${id}`,
      ShowVifPeerDetectionResponse,
    );
    const detection = {
      ...value.vif_peer_detection,
      requestId: value.request_id,
    };
    const asked = id.toLowerCase();
    if (detection.detectionId.toLowerCase() === asked) return detection;
    throw wrong(
      `answered with another detection, ${quote(detection.detectionId)}`,
      {
        reason: "wrong-detection",
        nextStep:
          detection.vifPeerId.toLowerCase() === asked
            ? `${id} is the id of a virtual interface peer, not of a detection: give it as vifPeerId, which reads the newest task of that peer.`
            : "Something between here and the service mixes up answers: check huaweicloud:endpoints.dc and proxies.",
      },
    );
  }

  /**
   * All tasks of the project. The API has no filter by peer, though its page shows one.
   *
   * @see https://support.huaweicloud.com/intl/en-us/api-dc/ListVifPeerDetections.html
   */
  async listVifPeerDetections(): Promise<Detection[]> {
    const found = new Map<string, Detection>();
    for (let marker = "", idlePages = 0; ;) {
      const { value, quote, wrong } = await this.#get(
        "list the detections",
        `?limit=${String(PAGE_SIZE)}${marker && `&marker=${encodeURIComponent(marker)}`}`,
        ListVifPeerDetectionsResponse,
      );
      const {
        vif_peer_detections: page,
        page_info: pageInfo,
        request_id: requestId,
      } = value;
      const known = found.size;
      for (const task of page) {
        if (!found.has(task.detectionId)) {
          found.set(task.detectionId, { ...task, requestId });
        }
      }
      // A server may have a smaller page than was asked for; then it names the next one.
      const more = page.length >= PAGE_SIZE || pageInfo?.next_marker;
      if (!more || page.length === 0) return [...found.values()];
      // A page that brings nothing new may be a repeated one; after a second one in a row the rest cannot be had.
      idlePages = found.size === known ? idlePages + 1 : 0;
      if (idlePages > 1) {
        throw wrong(
          `answers the page after ${quote(marker)} with tasks that it has told before, and says that there are more`,
          {
            reason: "unexpected-answer",
            nextStep:
              "The listing is not whole, so that the newest task of a peer is not known: give detectionId in place of vifPeerId, and Huawei Cloud's support the request id.",
          },
        );
      }
      marker = page.at(-1)?.detectionId ?? "";
    }
  }

  #get<Schema extends v.GenericSchema>(
    operation: string,
    path: string,
    schema: Schema,
  ): Promise<Reply<v.InferOutput<Schema>>> {
    return this.service.call({
      operation,
      method: "GET",
      path: `/v3/${this.projectId}/dcaas/vif-peer-detections${path}`,
      schema,
    });
  }
}
