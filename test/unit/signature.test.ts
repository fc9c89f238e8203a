import { expect } from "chai";
import { signedHeaders } from "../../provider/huaweicloud/auth/signature.js";
import { Secret } from "../../provider/huaweicloud/secret.js";

const PROJECT = "b197c48159d44a66b32c538c3f8da89a";
const COLLECTION = `/v3/${PROJECT}/dcaas/vif-peer-detections`;
const HOST = "https://dcaas.cn-north-4.myhuaweicloud.com";
const TYPED = {
  "content-type": "application/json",
  "x-project-id": PROJECT,
};

/** Signatures on which the official SDKs for Node.js and Python agree. */
const VECTORS = {
  "a lookup": {
    request: {
      method: "GET" as const,
      url: new URL(`${HOST}${COLLECTION}/3284c6e2-a803-4108-8496-ed3f150697d6`),
      headers: TYPED,
    },
    names: "content-type;host;x-project-id;x-sdk-date",
    signature:
      "1bf454526a9c8cbb8730e4c3babecacb541f659e11b9e2fb2d410d8e0a58c047",
  },
  "a query with reserved characters, repeated names and a security token": {
    request: {
      method: "GET" as const,
      url: new URL(
        `https://dcaas.eu-west-101.myhuaweicloud.eu${COLLECTION}?sort_key=id&sort_dir=desc&sort_dir=asc&limit=2000&marker=${encodeURIComponent("a b~*/é")}`,
      ),
      headers: TYPED,
    },
    securityToken: "gQpjbi1ub3J0aC00/+=token",
    names: "content-type;host;x-project-id;x-sdk-date;x-security-token",
    signature:
      "3b9cd55cf9b1b3e2a07c4f7b45ea64ad51b89e1b4d3a734740b8143bb30d5ef1",
  },
  "a request without a content type": {
    request: {
      method: "GET" as const,
      url: new URL(
        "https://iam.cn-north-4.myhuaweicloud.com/v3/projects?name=cn-north-4",
      ),
      headers: {},
    },
    names: "host;x-sdk-date",
    signature:
      "35e4ad2ff2d7583b712094d497907db39b4677b8380d06067d54e0751ad4ef62",
  },
  "a body": {
    request: {
      method: "POST" as const,
      url: new URL(`${HOST}${COLLECTION}`),
      headers: TYPED,
      body: `{"vif_peer_detection":{"vif_peer_id":"1158951c-a6f1-40a0-af88-632817fd24ac"}}`,
    },
    names: "content-type;host;x-project-id;x-sdk-date",
    signature:
      "5225380fbe288c122ecb37b13e8286ada2ff6ed084ca7c3e82b80e503275bc7a",
  },
};

describe("The signature of an access key", () => {
  for (const [what, vector] of Object.entries(VECTORS)) {
    it(`is that of the official SDKs for ${what}`, () => {
      const headers = signedHeaders(
        vector.request,
        {
          accessKey: "AKEXAMPLE0000000TEST",
          secretKey: new Secret("skExampleSecretKey0000000000000000000000"),
          securityToken:
            "securityToken" in vector
              ? new Secret(vector.securityToken)
              : undefined,
        },
        new Date("2025-07-05T15:11:14Z"),
      );
      expect(headers["x-sdk-date"]).to.equal("20250705T151114Z");
      expect(headers["authorization"]).to.equal(
        `SDK-HMAC-SHA256 Access=AKEXAMPLE0000000TEST, SignedHeaders=${vector.names}, Signature=${vector.signature}`,
      );
    });
  }
});
