import { createHmac } from "node:crypto";
import {
  canonicalRequest,
  stringToSign,
} from "../../emulator/canonicalRequest.js";
import * as seed from "../../emulator/seed.js";
import { signingTime } from "../../emulator/time.js";
import type { EmulatedCloud } from "./emulatedCloud.js";

export const COLLECTION = `/v3/${seed.projectId}/dcaas/vif-peer-detections`;
export const DOCUMENTED = `${COLLECTION}/${seed.documentedDetection.id}`;
export const TOKEN = { "X-Auth-Token": seed.token };
export const UNKNOWN = "00000000-0000-4000-8000-000000000000";

export interface Answer {
  status: number;
  headers: Headers;
  body: Record<string, unknown>;
}

/** Ways to send raw requests to a cloud, without our client. */
export function asking(cloud: EmulatedCloud) {
  async function ask(
    path: string,
    init: RequestInit = { headers: TOKEN },
  ): Promise<Answer> {
    const response = await fetch(cloud.url + path, {
      redirect: "manual",
      ...init,
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: (text.startsWith("{") ? JSON.parse(text) : { text }) as Record<
        string,
        unknown
      >,
    };
  }

  async function show(path = DOCUMENTED): Promise<Record<string, unknown>> {
    const { body } = await ask(path);
    return body["vif_peer_detection"] as Record<string, unknown>;
  }

  async function refusal(path: string, init?: RequestInit): Promise<string> {
    const { status, body } = await ask(path, init);
    return `${String(status)} ${String(body["error_code"])} ${String(body["error_msg"])}`;
  }

  /** Signs the request that fetch will send. The tests' vectors show that the canonical request is correct. */
  function signed(
    pathAndQuery: string,
    options: {
      access?: string;
      secret?: string;
      securityToken?: string;
      signSecurityToken?: boolean;
      date?: string;
      method?: string;
      body?: string;
      names?: string[];
    } = {},
  ): RequestInit {
    const {
      access = seed.accessKey,
      secret = seed.secretKey,
      date = signingTime(Date.now()),
      method = "GET",
      body = "",
    } = options;
    const [path = "", rawQuery = ""] = pathAndQuery.split("?");
    const headers: Record<string, string> = {
      host: new URL(cloud.url).host,
      "x-sdk-date": date,
      ...(options.securityToken === undefined
        ? {}
        : { "x-security-token": options.securityToken }),
    };
    const names =
      options.names ??
      Object.keys(headers).filter(
        (name) =>
          name !== "x-security-token" || options.signSecurityToken !== false,
      );
    const canonical = canonicalRequest(
      { method, path, rawQuery, headers, body: Buffer.from(body) },
      names,
    );
    const signature = createHmac("sha256", secret)
      .update(stringToSign(date, canonical))
      .digest("hex");
    return {
      method,
      headers: {
        ...headers,
        authorization: `SDK-HMAC-SHA256 Access=${access}, SignedHeaders=${names.join(";")}, Signature=${signature}`,
      },
      ...(body === "" ? {} : { body }),
    };
  }

  return { ask, show, refusal, signed };
}
