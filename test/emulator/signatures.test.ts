import { expect } from "chai";
import { canonicalRequest, sha256 } from "../../emulator/canonicalRequest.js";
import * as seed from "../../emulator/seed.js";
import { signatureFault } from "../../emulator/signatureCheck.js";
import { parseSigningTime } from "../../emulator/time.js";
import { COLLECTION, DOCUMENTED, UNKNOWN, asking } from "../support/asking.js";
import { emulatedCloud } from "../support/emulatedCloud.js";

describe("The emulator's signatures", () => {
  const cloud = emulatedCloud();
  const { ask, refusal, signed } = asking(cloud);

  describe("a signature", () => {
    const P = seed.projectId;
    const BASE = {
      method: "GET",
      path: COLLECTION,
      rawQuery: "",
      headers: {
        host: "dcaas.cn-north-4.myhuaweicloud.com",
        "content-type": "application/json",
        "x-project-id": P,
        "x-sdk-date": "20250705T151114Z",
      } as Record<string, string>,
      body: Buffer.alloc(0),
    };
    /** Made with the vendor's SDKs for Node.js and Python, which agree on each. */
    const VECTORS = [
      {
        request: { ...BASE, path: DOCUMENTED },
        canonical:
          "d1eb7af6b72fff8026407a26533c2263ec13fc95e34eb32d19fc0d387ef6be98",
        signature:
          "1bf454526a9c8cbb8730e4c3babecacb541f659e11b9e2fb2d410d8e0a58c047",
      },
      {
        request: {
          ...BASE,
          rawQuery:
            "sort_key=id&sort_dir=desc&sort_dir=asc&limit=2000&marker=a%20b~*/%C3%A9",
          headers: {
            ...BASE.headers,
            host: "dcaas.eu-west-101.myhuaweicloud.eu",
            "x-security-token": "gQpjbi1ub3J0aC00/+=token",
          },
        },
        canonical:
          "72cdd38bded8c6446e1b0a3686b877c345316360ca36dca6bff771aa6f6b6dd4",
        signature:
          "3b9cd55cf9b1b3e2a07c4f7b45ea64ad51b89e1b4d3a734740b8143bb30d5ef1",
      },
      {
        request: {
          ...BASE,
          path: "/v3/projects",
          rawQuery: "name=cn-north-4",
          headers: {
            host: "iam.cn-north-4.myhuaweicloud.com",
            "x-sdk-date": "20250705T151114Z",
          },
        },
        canonical:
          "6fc84d210db82b3a32b729bdf340316208957fa09a44b7ca1f219682d926afd9",
        signature:
          "35e4ad2ff2d7583b712094d497907db39b4677b8380d06067d54e0751ad4ef62",
      },
      {
        request: {
          ...BASE,
          method: "POST",
          body: Buffer.from(
            '{"vif_peer_detection":{"vif_peer_id":"1158951c-a6f1-40a0-af88-632817fd24ac"}}',
          ),
        },
        canonical:
          "c7d77976f45703e1e67846c06e295daf77434c97fb93f17a50a9f74e4099a473",
        signature:
          "5225380fbe288c122ecb37b13e8286ada2ff6ed084ca7c3e82b80e503275bc7a",
      },
    ];
    VECTORS.forEach(({ request, canonical, signature }, index) => {
      it(`is verified as the vendor's SDKs make it (${String(index + 1)} of 4)`, () => {
        const names = Object.keys(request.headers).sort();
        const key = {
          domainId: seed.domainId,
          accessKey: "AKEXAMPLE0000000TEST",
          secretKey: "skExampleSecretKey0000000000000000000000",
        };
        const verify = (of: string, body = request.body) =>
          signatureFault(
            {
              ...request,
              body,
              headers: {
                ...request.headers,
                authorization: `SDK-HMAC-SHA256 Access=${key.accessKey}, SignedHeaders=${names.join(";")}, Signature=${of}`,
              },
            },
            [key],
            parseSigningTime("20250705T151114Z") ?? 0,
          );
        expect(sha256(canonicalRequest(request, names))).to.equal(canonical);
        expect(verify(signature)).to.equal(undefined);
        expect(verify(signature.replace(/.$/, "f"))).to.match(/^verify aksk/);
        expect(verify(signature, Buffer.from("{}"))).to.match(/^verify aksk/);
      });
    });

    it("admits a request", async () => {
      const query = `${COLLECTION}?marker=a%20b~*&sort_dir=desc&sort_dir=asc`;
      for (const [path, options] of [
        [DOCUMENTED, {}],
        [query, {}],
        ["/v3/projects?name=cn-north-4", {}],
        [
          COLLECTION,
          {
            method: "POST",
            body: JSON.stringify({
              vif_peer_detection: { vif_peer_id: UNKNOWN },
            }),
          },
        ],
        [
          DOCUMENTED,
          {
            access: seed.temporaryAccessKey,
            secret: seed.temporarySecretKey,
            securityToken: seed.securityToken,
          },
        ],
      ] as const) {
        expect((await ask(path, signed(path, options))).status).to.equal(200);
      }
    });

    it("is refused with the server's view of the request", async () => {
      const wrong = signed(DOCUMENTED, { secret: "wrong" });
      expect(await refusal(DOCUMENTED, wrong)).to.match(
        /verify aksk signature fail, canonicalRequest:GET\|\/v3\/.*\/\|\|host:.*\|x-sdk-date:\d{8}T\d{6}Z\|\|host;x-sdk-date\|e3b0c442/,
      );
    });

    it("covers the host and the date", async () => {
      for (const names of [["host"], ["x-sdk-date"]]) {
        expect(
          await refusal(DOCUMENTED, signed(DOCUMENTED, { names })),
        ).to.match(/verify aksk signature fail/);
      }
    });

    it("is valid for 15 minutes by the cloud's clock", async () => {
      await cloud.control.settings({ clockOffsetSeconds: 890 });
      const { status } = await ask(DOCUMENTED, signed(DOCUMENTED));
      expect(status).to.equal(200);
      await cloud.control.settings({ clockOffsetSeconds: -910 });
      expect(await refusal(DOCUMENTED, signed(DOCUMENTED))).to.match(
        /signature expired, signature time:\d{8}T\d{6}Z, server time:\d{8}T\d{6}Z$/,
      );
    });

    it("needs a known key", async () => {
      expect(
        await refusal(DOCUMENTED, signed(DOCUMENTED, { access: "NOBODY" })),
      ).to.match(/Get secretKey failed,ak:NOBODY,err:ak not exist$/);
    });

    it("needs the right security token of a temporary key, signed", async () => {
      const key = {
        access: seed.temporaryAccessKey,
        secret: seed.temporarySecretKey,
      };
      const { securityToken } = seed;
      for (const [options, reason] of [
        [{}, /X-Security-Token not found/],
        [{ securityToken: "wrong" }, /decrypt security token fail/],
        [{ securityToken, signSecurityToken: false }, /is not signed/],
      ] as const) {
        expect(
          await refusal(DOCUMENTED, signed(DOCUMENTED, { ...key, ...options })),
        ).to.match(reason);
      }
    });
  });
});
