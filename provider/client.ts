import * as v from "valibot";
import type { Authenticator } from "./auth/authenticator.js";
import {
  describeIssues,
  type Detection,
  ListVifPeerDetectionsResponse,
  ShowVifPeerDetectionResponse,
} from "./detection.js";
import { type ErrorBody, excerpt, parseErrorBody } from "./errorBody.js";
import { NotFoundError, RequestError } from "./errors.js";
import { NetworkFailure } from "./http/attempt.js";
import type { HttpAnswer } from "./http/request.js";
import type { Exchange, Transport } from "./http/transport.js";
import { nextStep } from "./nextStep.js";
import { redact } from "./secret.js";

/** Whom to ask, and for what. */
export interface Target {
  readonly endpoint: URL;
  readonly region: string;
  readonly projectId: string;
}

/** Of a page of the listing; the API allows 2,000, which would come close to the limit of a body. */
const PAGE_SIZE = 1000;

/**
 * The detection part of the Direct Connect API.
 *
 * @see https://support.huaweicloud.com/intl/en-us/api-dc/ShowVifPeerDetection.html
 */
export class DirectConnectClient {
  constructor(
    readonly target: Target,
    readonly authenticator: Authenticator,
    readonly transport: Transport,
  ) {}

  /** The API's page calls the path's parameter `vif_peer_id`, but it is the detection's id. */
  async showVifPeerDetection(id: string): Promise<Detection> {
    const operation = `show the detection ${id}`;
    const exchange = await this.#get(operation, `/${id}`);
    const answer = this.#parse(
      ShowVifPeerDetectionResponse,
      operation,
      exchange,
    );
    const detection = {
      ...answer.vif_peer_detection,
      requestId: answer.request_id,
    };
    const asked = id.toLowerCase();
    if (detection.detectionId.toLowerCase() === asked) return detection;
    throw this.#error(operation, exchange, {
      outcome: `answered with another detection, ${excerpt(detection.detectionId)}`,
      nextStep:
        detection.vifPeerId.toLowerCase() === asked
          ? `${id} is the id of a virtual interface peer, not of a detection: give it as vifPeerId, which reads the newest task of that peer.`
          : "Something between here and the service mixes up answers: check huaweicloud:endpoints.dc and proxies.",
    });
  }

  /**
   * All tasks of the project. The API has no filter by peer, though its page shows one.
   *
   * @see https://support.huaweicloud.com/intl/en-us/api-dc/ListVifPeerDetections.html
   */
  async listVifPeerDetections(): Promise<Detection[]> {
    const operation = "list the detections";
    const found = new Map<string, Detection>();
    for (let marker = "", idlePages = 0; ;) {
      const query = `?limit=${String(PAGE_SIZE)}${marker && `&marker=${encodeURIComponent(marker)}`}`;
      const {
        vif_peer_detections: page,
        page_info: pageInfo,
        request_id: requestId,
      } = this.#parse(
        ListVifPeerDetectionsResponse,
        operation,
        await this.#get(operation, query),
      );
      const known = found.size;
      for (const task of page) {
        if (!found.has(task.detectionId)) {
          found.set(task.detectionId, { ...task, requestId });
        }
      }
      // A page that brings nothing new may be a repeated one; a second one in a row is the end.
      idlePages = found.size === known ? idlePages + 1 : 0;
      // A server may have a smaller page than was asked for; then it names the next one.
      const more = page.length >= PAGE_SIZE || pageInfo?.next_marker;
      if (!more || idlePages > 1) return [...found.values()];
      marker = page.at(-1)?.detectionId ?? "";
    }
  }

  async #get(operation: string, path: string): Promise<Exchange> {
    const { endpoint, projectId } = this.target;
    const url = new URL(
      `${endpoint.pathname.replace(/\/+$/, "")}/v3/${projectId}/dcaas/vif-peer-detections${path}`,
      endpoint,
    );
    const headers = {
      accept: "application/json",
      "content-type": "application/json",
    };
    const exchange = await this.transport.send(
      () =>
        Promise.resolve(
          this.authenticator.authenticate({ method: "GET", url, headers }),
        ),
      isPassing,
    );
    const { result } = exchange;
    if (result instanceof NetworkFailure) {
      throw this.#error(operation, exchange, {
        outcome: result.message,
        nextStep: nextStep.afterNetworkFailure(result.code, url.host),
      });
    }
    if (result.status !== 200) {
      throw this.#refusal(operation, exchange, result);
    }
    return exchange;
  }

  #refusal(operation: string, exchange: Exchange, answer: HttpAnswer): Error {
    const body = parseErrorBody(answer);
    const location = answer.header("location");
    const error = this.#error(operation, exchange, {
      outcome: location
        ? `answered ${String(answer.status)}, a redirect to ${excerpt(location)}, which is not followed`
        : `answered ${String(answer.status)} (${[body.code, body.message].filter(Boolean).join(": ")})`,
      status: answer.status,
      ...body,
      nextStep: nextStep.afterRefusal(answer, body, {
        ...this.target,
        advice: this.authenticator.advice,
      }),
    });
    return isNotFound(answer, body)
      ? new NotFoundError(error.message, { cause: error })
      : error;
  }

  #parse<Schema extends v.GenericSchema>(
    schema: Schema,
    operation: string,
    exchange: Exchange,
  ): v.InferOutput<Schema> {
    const answer = exchange.result as HttpAnswer;
    let json: unknown;
    try {
      json = JSON.parse(answer.body);
    } catch {
      throw this.#error(operation, exchange, {
        outcome: `answered 200, but not with JSON: ${excerpt(answer.body) || "an empty body"}`,
        nextStep: nextStep.notTheService(this.target.endpoint.host),
      });
    }
    const parsed = v.safeParse(schema, json);
    if (parsed.success) return parsed.output;
    throw this.#error(operation, exchange, {
      outcome: `answered 200, but not as documented: ${describeIssues(parsed.issues)}`,
      nextStep: nextStep.notTheService(this.target.endpoint.host),
    });
  }

  #error(
    operation: string,
    exchange: Exchange,
    failure: ErrorBody & {
      outcome: string;
      nextStep: string;
      status?: number;
    },
  ): RequestError {
    const clean = (text: string) => redact(text, this.authenticator.secrets);
    const { url, method } = exchange.request;
    const { code, requestId, status } = failure;
    return new RequestError({
      operation,
      method,
      url: clean(url.origin + url.pathname),
      outcome: clean(failure.outcome),
      ...(status !== undefined && { status }),
      ...(code !== undefined && { code: clean(code) }),
      ...(requestId !== undefined && { requestId: clean(requestId) }),
      attempts: exchange.attempts,
      elapsedMs: exchange.elapsedMs,
      nextStep: [exchange.gaveUp, failure.nextStep].filter(Boolean).join(" "),
    });
  }
}

/** DC's own system error comes as a 400. */
function isPassing(answer: HttpAnswer): boolean {
  return answer.status === 400 && parseErrorBody(answer).code === "DC.0003";
}

/** A 404 of the gateway (`APIGW…`) speaks of the API, not of the task. */
function isNotFound(answer: HttpAnswer, { code = "" }: ErrorBody): boolean {
  return (
    (answer.status === 404 && !code.startsWith("APIGW.")) ||
    (answer.status === 400 && code === "DC.0002")
  );
}
