import { expect } from "chai";
import { spawn } from "node:child_process";
import { createHmac } from "node:crypto";
import { once } from "node:events";
import { resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import {
  canonicalRequest,
  sha256,
  stringToSign,
} from "../../emulator/canonicalRequest.js";
import { type Fault, emulatorControl } from "../../emulator/control.js";
import { type Emulator, startEmulator } from "../../emulator/index.js";
import * as seed from "../../emulator/seed.js";
import { signatureFault } from "../../emulator/signatureCheck.js";
import { parseSigningTime, signingTime } from "../../emulator/time.js";

const COLLECTION = `/v3/${seed.projectId}/dcaas/vif-peer-detections`;
const DOCUMENTED = `${COLLECTION}/${seed.documentedDetection.id}`;
const TOKEN = { "X-Auth-Token": seed.token };
const UNKNOWN = "00000000-0000-4000-8000-000000000000";

interface Answer {
  status: number;
  headers: Headers;
  body: Record<string, unknown>;
}

describe("the emulator", () => {
  let emulator: Emulator;
  let control: ReturnType<typeof emulatorControl>;

  before(async () => {
    emulator = await startEmulator();
    control = emulatorControl(emulator.url);
  });
  afterEach(() => control.reset());
  after(() => emulator.close());

  async function ask(
    path: string,
    init: RequestInit = { headers: TOKEN },
  ): Promise<Answer> {
    const response = await fetch(emulator.url + path, {
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

  /** Signs what fetch will send; the vectors below show that the canonical request is right. */
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
      host: new URL(emulator.url).host,
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

  describe("showing a detection", () => {
    it("answers the documented one", async () => {
      const { status, headers, body } = await ask(DOCUMENTED);
      expect(status).to.equal(200);
      expect(body["vif_peer_detection"]).to.deep.equal(
        seed.documentedDetection,
      );
      expect(body["request_id"]).to.match(/^[0-9a-f]{32}$/);
      expect(headers.get("x-request-id")).to.equal(body["request_id"]);
    });

    it("takes an id in capitals", async () => {
      const id = seed.documentedDetection.id.toUpperCase();
      expect((await ask(`${COLLECTION}/${id}`)).status).to.equal(200);
    });

    it("knows no other, by 404 or by 400", async () => {
      const path = `${COLLECTION}/${UNKNOWN}`;
      expect(await refusal(path)).to.match(/^404 DC\.0002 /);
      await control.settings({ notFoundStatus: 400 });
      expect(await refusal(path)).to.match(/^400 DC\.0002 /);
    });

    it("does not know it in another project", async () => {
      const path = DOCUMENTED.replace(seed.projectId, seed.otherProject.id);
      const headers = { "X-Auth-Token": seed.otherProjectToken };
      expect(await refusal(path, { headers })).to.match(/^404 DC\.0002 /);
    });

    it("refuses a malformed id", async () => {
      expect(await refusal(`${COLLECTION}/newest`)).to.match(/^400 DC\.0001 /);
    });

    it("has no other API", async () => {
      expect(await refusal("/v3/elsewhere")).to.match(/^404 APIGW\.0101 /);
      expect(
        await refusal(DOCUMENTED, { method: "PUT", headers: TOKEN }),
      ).to.match(/^404 APIGW\.0101 /);
    });

    it("tells unknown fields, and null", async () => {
      const given = { id: UNKNOWN, new_field: [1], end_time: null };
      await control.addDetections([given]);
      expect(await show(`${COLLECTION}/${UNKNOWN}`)).to.deep.equal({
        ...given,
        project_id: seed.projectId,
      });
    });
  });

  describe("a task that takes time", () => {
    const task = { ...seed.documentedDetection, loss_ratio: 7 };

    it("is processing without a result, then complete", async () => {
      await control.setDetections([{ ...task, completes_after_ms: 60 }]);
      const running = await show();
      expect(running).to.include({ status: "processing", loss_ratio: 0 });
      expect(running).not.to.have.property("end_time");
      await sleep(80);
      expect(await show()).to.deep.equal(task);
    });

    it("counts from its first read when asked to", async () => {
      await control.setDetections([
        { ...task, completes_after_ms: 60, from_first_read: true },
      ]);
      await sleep(80);
      expect((await show())["status"]).to.equal("processing");
      await sleep(80);
      expect((await show())["status"]).to.equal("complete");
    });

    it("may end in an error", async () => {
      await control.setDetections([
        { ...task, status: "error", completes_after_ms: 0 },
      ]);
      expect((await show())["status"]).to.equal("error");
    });

    it("is changed by a patch, at once when that names a status", async () => {
      await control.setDetections([{ ...task, completes_after_ms: 60_000 }]);
      await control.patchDetection(task.id, { loss_ratio: 50 });
      expect((await show())["status"]).to.equal("processing");
      await control.patchDetection(task.id, { status: "complete" });
      expect(await show()).to.include({ status: "complete", loss_ratio: 50 });
    });
  });

  describe("creating and deleting", () => {
    const create = (body: unknown) =>
      ask(COLLECTION, {
        method: "POST",
        headers: TOKEN,
        body: JSON.stringify(body),
      });

    it("starts a task that completes as the settings say", async () => {
      await control.settings({
        createdDetection: { completes_after_ms: 40, loss_ratio: 3 },
      });
      const { status, body } = await create({
        vif_peer_detection: { vif_peer_id: UNKNOWN },
      });
      const task = body["vif_peer_detection"] as Record<string, unknown>;
      expect(status).to.equal(200);
      expect(task).to.include({
        vif_peer_id: UNKNOWN,
        status: "processing",
        loss_ratio: 0,
      });
      expect(task).to.have.property("start_time");
      expect(task).not.to.have.property("end_time");
      await sleep(60);
      const later = await show(`${COLLECTION}/${String(task["id"])}`);
      expect(later).to.include({ status: "complete", loss_ratio: 3 });
      expect(later["end_time"]).to.match(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
    });

    it("refuses a body without a peer", async () => {
      const { status, body } = await create({ vif_peer_detection: {} });
      expect(status).to.equal(400);
      expect(body["error_code"]).to.equal("DC.0000");
    });

    it("deletes", async () => {
      const remove = { method: "DELETE", headers: TOKEN };
      expect((await ask(DOCUMENTED, remove)).status).to.equal(204);
      expect((await ask(DOCUMENTED, remove)).status).to.equal(404);
    });
  });

  describe("listing", () => {
    const ids = [1, 2, 3, 4, 5].map(
      (n) => `00000000-0000-4000-8000-00000000000${String(n)}`,
    );
    beforeEach(() =>
      control.setDetections([...ids].reverse().map((id) => ({ id }))),
    );

    async function list(query: string) {
      const { body } = await ask(`${COLLECTION}?${query}`);
      return {
        ids: (body["vif_peer_detections"] as { id: string }[]).map(
          ({ id }) => id,
        ),
        info: body["page_info"] as Record<string, unknown>,
      };
    }

    it("sorts by id, and ignores a filter that the API does not have", async () => {
      const page = await list(`vif_peer_id=${UNKNOWN}`);
      expect(page.ids).to.deep.equal(ids);
      expect(page.info).to.deep.equal({
        current_count: 5,
        previous_marker: ids[0],
      });
    });

    it("goes from marker to marker, either way", async () => {
      const first = await list("limit=2");
      expect(first.ids).to.deep.equal(ids.slice(0, 2));
      expect(first.info["next_marker"]).to.equal(ids[1]);
      const last = await list(`limit=3&marker=${String(ids[1])}`);
      expect(last.ids).to.deep.equal(ids.slice(2));
      expect(last.info).not.to.have.property("next_marker");
      const down = await list(`limit=2&marker=${String(ids[2])}&sort_dir=desc`);
      expect(down.ids).to.deep.equal([ids[1], ids[0]]);
    });

    it("refuses a limit that is not in 1..2000", async () => {
      for (const limit of ["0", "2001", "-1", "two", ""]) {
        expect(await refusal(`${COLLECTION}?limit=${limit}`)).to.match(
          /^400 DC\.0001 /,
        );
      }
    });

    it("can page wrongly", async () => {
      const marker = String(ids[1]);
      await control.settings({ pageBug: "repeatMarker" });
      const repeated = await list(`limit=2&marker=${marker}`);
      expect(repeated.info["next_marker"]).to.equal(marker);
      await control.settings({ pageBug: "repeatPage" });
      expect((await list(`limit=2&marker=${marker}`)).ids).to.deep.equal(
        ids.slice(0, 2),
      );
      await control.settings({ pageBug: "none", maxPageSize: 1 });
      expect((await list("")).ids).to.deep.equal(ids.slice(0, 1));
    });
  });

  describe("a token", () => {
    const prefix = "401 APIGW.0301 Incorrect IAM authentication information: ";

    it("must be there, known, and of the project", async () => {
      expect(await refusal(DOCUMENTED, {})).to.equal(
        `${prefix}x-auth-token not found`,
      );
      const unknown = { headers: { "X-Auth-Token": "nobody's" } };
      expect(await refusal(DOCUMENTED, unknown)).to.equal(
        `${prefix}decrypt token fail`,
      );
      const other = { headers: { "X-Auth-Token": seed.otherProjectToken } };
      expect(await refusal(DOCUMENTED, other)).to.match(/project id/);
    });

    const user = {
      name: seed.userName,
      password: seed.password,
      domain: { name: seed.domainName },
    };
    const login = (asked: object, project: object = { name: seed.region }) =>
      ask("/v3/auth/tokens", {
        method: "POST",
        body: JSON.stringify({
          auth: {
            identity: { methods: ["password"], password: { user: asked } },
            scope: { project },
          },
        }),
      });

    it("is issued for a password, by name or by id", async () => {
      const { id, password } = { id: seed.userId, password: seed.password };
      for (const [asked, project] of [
        [user, { name: seed.region }],
        [{ ...user, domain: { id: seed.domainId } }, { id: seed.projectId }],
        [{ id, password }, { id: seed.projectId }],
      ] as const) {
        const { status, headers, body } = await login(asked, project);
        expect(status).to.equal(201);
        expect(body["token"]).to.have.nested.property(
          "project.id",
          seed.projectId,
        );
        const token = headers.get("x-subject-token") ?? "";
        expect(
          (await ask(DOCUMENTED, { headers: { "X-Auth-Token": token } }))
            .status,
        ).to.equal(200);
      }
    });

    it("expires by the cloud's clock, and can be revoked", async () => {
      await control.settings({ tokenLifetimeSeconds: 60 });
      const { headers } = await login(user);
      const token = headers.get("x-subject-token") ?? "";
      const asked = { headers: { "X-Auth-Token": token } };
      await control.settings({ clockOffsetSeconds: 59 });
      expect((await ask(DOCUMENTED, asked)).status).to.equal(200);
      await control.settings({ clockOffsetSeconds: 61 });
      expect(await refusal(DOCUMENTED, asked)).to.match(/decrypt token fail/);
      await control.settings({ clockOffsetSeconds: 0, tokens: [] });
      expect((await ask(DOCUMENTED, asked)).status).to.equal(401);
    });

    it("is refused in IAM's own way", async () => {
      expect((await login({ ...user, password: "wrong" })).body).to.deep.equal({
        error: {
          code: 401,
          message: "The username or password is wrong.",
          title: "Unauthorized",
        },
      });
      expect((await login(user, { name: "elsewhere" })).status).to.equal(401);
      expect((await login(user, {})).status).to.equal(400);
      expect((await login({})).status).to.equal(400);
    });

    it("lists projects, by name when asked", async () => {
      const all = await ask("/v3/projects");
      expect(all.body["projects"]).to.have.length(2);
      const one = await ask(`/v3/projects?name=${seed.region}`);
      expect(one.body).to.have.nested.property(
        "projects[0].id",
        seed.projectId,
      );
      expect(one.body["projects"]).to.have.length(1);
    });
  });

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

    it("lets a request in", async () => {
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

    it("holds for 15 minutes by the cloud's clock", async () => {
      await control.settings({ clockOffsetSeconds: 890 });
      const { status } = await ask(DOCUMENTED, signed(DOCUMENTED));
      expect(status).to.equal(200);
      await control.settings({ clockOffsetSeconds: -910 });
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

  describe("the metadata service", () => {
    const tokenPath = "/meta-data/latest/api/token";
    const keyPath = "/openstack/latest/securitykey";
    const forToken = {
      method: "PUT",
      headers: { "X-Metadata-Token-Ttl-Seconds": "60" },
    };

    it("is off until it is wanted", async () => {
      expect((await ask(tokenPath, forToken)).status).to.equal(404);
      expect((await ask(keyPath)).status).to.equal(404);
    });

    it("gives a temporary key that opens the API, while its token lives", async () => {
      await control.settings({ metadataService: true });
      const { body } = await ask(tokenPath, forToken);
      const asked = { headers: { "X-Metadata-Token": String(body["text"]) } };
      const answer = await ask(keyPath, asked);
      const credential = answer.body["credential"] as Record<string, string>;
      expect(credential).to.include({
        access: seed.temporaryAccessKey,
        secret: seed.temporarySecretKey,
        securitytoken: seed.securityToken,
      });
      expect(credential["expires_at"]).to.match(/\.\d{6}Z$/);
      await control.settings({ clockOffsetSeconds: 61 });
      expect((await ask(keyPath, asked)).status).to.equal(401);
    });
  });

  describe("the log", () => {
    it("tells what was asked, and who was let in", async () => {
      await ask(`${DOCUMENTED}?a=1&b=2&b=3`);
      await ask(COLLECTION, signed(COLLECTION));
      await ask(DOCUMENTED, { headers: { "X-Auth-Token": "nobody's" } });
      await ask(DOCUMENTED, {});
      const requests = await control.requests();
      expect(
        requests.map((request) => [
          request.operation,
          request.status,
          request.authentication,
        ]),
      ).to.deep.equal([
        ["showDetection", 200, "token"],
        ["listDetections", 200, "aksk"],
        ["showDetection", 401, "rejected"],
        ["showDetection", 401, "none"],
      ]);
      const [first] = requests;
      expect(first).to.deep.include({
        method: "GET",
        path: DOCUMENTED,
        query: { a: "1", b: ["2", "3"] },
        id: seed.documentedDetection.id,
        concurrent: 1,
      });
      expect(first?.headers["x-auth-token"]).to.equal(seed.token);
      expect(first?.finishedAt).to.be.at.least(first?.startedAt ?? Infinity);
      await control.clearRequests();
      expect(await control.requests()).to.deep.equal([]);
    });

    it("counts the requests in flight", async () => {
      await control.settings({ latencyMs: 50 });
      await Promise.all([1, 2, 3].map(() => ask(DOCUMENTED)));
      await ask(DOCUMENTED);
      const counts = (await control.requests()).map(
        ({ concurrent }) => concurrent,
      );
      expect(counts).to.deep.equal([1, 2, 3, 1]);
    });
  });

  describe("a fault", () => {
    async function failure(fault: Fault, timeoutMs = 200): Promise<string> {
      await control.fault(fault);
      return fetch(emulator.url + DOCUMENTED, {
        headers: TOKEN,
        signal: AbortSignal.timeout(timeoutMs),
      })
        .then((response) => response.text())
        .then(
          (text) => `none: ${text}`,
          (error: unknown) =>
            error instanceof Error
              ? `${error.name}: ${error.message}`
              : "unknown",
        );
    }

    it("waits for the operation and the id that it is for, as often as it says", async () => {
      await control.fault(
        { kind: "status", status: 503, operation: "listDetections" },
        { kind: "status", status: 500, id: UNKNOWN },
        { kind: "status", status: 502, times: 2 },
      );
      const statuses = [];
      for (const path of [
        DOCUMENTED,
        `${COLLECTION}/${UNKNOWN}`,
        COLLECTION,
        COLLECTION,
        DOCUMENTED,
      ]) {
        statuses.push((await ask(path)).status);
      }
      expect(statuses).to.deep.equal([502, 500, 503, 502, 200]);
      expect(await control.pendingFaults()).to.deep.equal([]);
    });

    it("replaces the answer", async () => {
      await control.fault(
        { kind: "status", status: 418, body: "tea", contentType: "text/plain" },
        { kind: "html" },
        { kind: "body", body: { vif_peer_detection: null } },
        { kind: "redirect", location: "http://example.com/" },
        { kind: "throttle", retryAfter: "7" },
      );
      const tea = await ask(DOCUMENTED);
      expect([tea.status, tea.body["text"]]).to.deep.equal([418, "tea"]);
      const page = await ask(DOCUMENTED);
      expect(page.headers.get("content-type")).to.equal("text/html");
      expect((await ask(DOCUMENTED)).body).to.deep.equal({
        vif_peer_detection: null,
      });
      const elsewhere = await ask(DOCUMENTED);
      expect(elsewhere.headers.get("location")).to.equal("http://example.com/");
      const throttled = await ask(DOCUMENTED);
      expect(throttled.status).to.equal(429);
      expect(throttled.headers.get("retry-after")).to.equal("7");
      expect(throttled.body["error_code"]).to.equal("APIGW.0308");
    });

    it("breaks the connection", async () => {
      expect(await failure({ kind: "resetBeforeHeaders" })).to.match(
        /^TypeError: fetch failed/,
      );
      expect(await failure({ kind: "resetAfterHeaders" })).to.match(
        /^TypeError: terminated/,
      );
      expect(await failure({ kind: "truncated" })).to.match(/^TypeError: /);
      const statuses = (await control.requests()).map(({ status }) => status);
      expect(statuses).to.deep.equal([null, 200, 200]);
    });

    it("takes its time", async () => {
      expect(await failure({ kind: "stallHeaders" })).to.match(/^TimeoutError/);
      expect(await failure({ kind: "dripBody", intervalMs: 20 })).to.match(
        /^TimeoutError/,
      );
      expect(await failure({ kind: "delay", ms: 300 })).to.match(
        /^TimeoutError/,
      );
      expect(await failure({ kind: "delay", ms: 50 })).to.match(/^none/);
      expect(await failure({ kind: "dripBody", intervalMs: 0 }, 5000)).to.match(
        /^none: \{"request_id"/,
      );
    });

    it("spoils the body's size or type", async () => {
      const bytes = 1_000_000;
      for (const compressed of [false, "gzip"] as const) {
        await control.fault({ kind: "oversized", bytes, compressed });
        const text = await fetch(emulator.url + DOCUMENTED, {
          headers: TOKEN,
        }).then((response) => response.text());
        expect(text).to.have.length(bytes);
        expect(JSON.parse(text)).to.have.property("vif_peer_detection");
      }
      await control.fault({ kind: "wrongContentType" });
      const { headers } = await ask(DOCUMENTED);
      expect(headers.get("content-type")).to.equal("application/octet-stream");
    });
  });

  describe("the control API", () => {
    const put = async (path: string, body: unknown, method = "PUT") => {
      const answer = await ask(`/_emulator/${path}`, {
        method,
        body: typeof body === "string" ? body : JSON.stringify(body),
      });
      return `${String(answer.status)} ${String(answer.body["error"])}`;
    };

    it("names the field that is wrong", async () => {
      expect(await put("settings", { latencyMs: "fast" })).to.match(
        /^400 latencyMs: /,
      );
      expect(await put("settings", { latency: 1 })).to.match(/^400 latency: /);
      expect(await put("settings", { users: [{ id: "1" }] })).to.match(
        /^400 users\.0\.name: /,
      );
      expect(await put("detections", [{ id: 1 }])).to.match(/^400 0\.id: /);
      expect(await put("faults", [{ kind: "status" }], "POST")).to.match(
        /^400 0\.status: /,
      );
      expect(await put("faults", { kind: "plague" }, "POST")).to.match(
        /^400 0\.kind: /,
      );
      expect(await put("settings", "{")).to.equal("400 the body is not JSON");
      const path = `detections/${seed.documentedDetection.id}`;
      expect(await put(path, { completes_after_ms: "1" }, "PATCH")).to.match(
        /^400 completes_after_ms: /,
      );
    });

    it("has nothing else", async () => {
      expect(await put(`detections/${UNKNOWN}`, {}, "PATCH")).to.match(/^404 /);
      expect(await put("weather", {})).to.match(/^404 /);
    });

    it("puts everything back", async () => {
      await control.setDetections([]);
      await control.settings({ notFoundStatus: 400, tokens: [] });
      await control.fault({ kind: "html" });
      await control.reset();
      expect(await show()).to.deep.equal(seed.documentedDetection);
    });
  });

  it("starts with what it is given, and comes back to it", async () => {
    const other = await startEmulator({
      settings: { notFoundStatus: 400 },
      detections: [{ id: UNKNOWN }],
    });
    const otherControl = emulatorControl(other.url);
    await otherControl.setDetections([]);
    await otherControl.reset();
    expect((await otherControl.settings()).notFoundStatus).to.equal(400);
    expect(await otherControl.detections()).to.have.length(1);
    await other.close();
  });

  it("is no bottleneck", async () => {
    const started = Date.now();
    let left = 1000;
    await Promise.all(
      Array.from({ length: 32 }, async () => {
        while (left-- > 0) await ask(DOCUMENTED, signed(DOCUMENTED));
      }),
    );
    expect(Date.now() - started).to.be.below(5000);
    expect(await control.requests()).to.have.length(1000);
  });

  it("runs as a process, until it is told to end", async () => {
    const child = spawn(
      process.execPath,
      ["--import", "tsx", "emulator/main.ts", "--port", "0"],
      {
        cwd: resolve(__dirname, "../.."),
        stdio: ["ignore", "pipe", "inherit"],
      },
    );
    let output = "";
    child.stdout.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
    while (!output.includes(seed.secretKey)) await once(child.stdout, "data");
    const [line = ""] = output.split("\n");
    expect(line).to.match(/^emulator listening on http:\/\/127\.0\.0\.1:\d+$/);
    const url = line.replace("emulator listening on ", "");
    expect(output).to.include(`huaweicloud:endpoints.dc ${url}\n`);
    await emulatorControl(url).fault({ kind: "stallHeaders" });
    const stalled = fetch(url + DOCUMENTED).then(
      () => "answered",
      () => "cut",
    );
    await sleep(50);
    child.kill("SIGTERM");
    expect(await once(child, "exit")).to.deep.equal([0, null]);
    expect(await stalled).to.equal("cut");
  });
});
