import { expect } from "chai";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { emulatorControl } from "../../emulator/controlClient.js";
import { startEmulator } from "../../emulator/index.js";
import * as seed from "../../emulator/seed.js";
import { COLLECTION, DOCUMENTED, UNKNOWN, asking } from "../support/asking.js";
import { emulatedCloud } from "../support/emulatedCloud.js";

describe("The emulator's other parts", () => {
  const cloud = emulatedCloud();
  const { ask, show, signed } = asking(cloud);

  describe("the metadata service", () => {
    const tokenPath = "/meta-data/latest/api/token";
    const keyPath = "/openstack/latest/securitykey";
    const forToken = {
      method: "PUT",
      headers: { "X-Metadata-Token-Ttl-Seconds": "60" },
    };

    it("is off by default", async () => {
      expect((await ask(tokenPath, forToken)).status).to.equal(404);
      expect((await ask(keyPath)).status).to.equal(404);
    });

    it("gives a temporary key that opens the API while its token is valid", async () => {
      await cloud.control.settings({ metadataService: true });
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
      await cloud.control.settings({ clockOffsetSeconds: 61 });
      expect((await ask(keyPath, asked)).status).to.equal(401);
    });
  });

  describe("the log", () => {
    it("shows each request and how it was authenticated", async () => {
      await ask(`${DOCUMENTED}?a=1&b=2&b=3`);
      await ask(COLLECTION, signed(COLLECTION));
      await ask(DOCUMENTED, { headers: { "X-Auth-Token": "nobody's" } });
      await ask(DOCUMENTED, {});
      const requests = await cloud.control.requests();
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
      await cloud.control.clearRequests();
      expect(await cloud.control.requests()).to.deep.equal([]);
    });

    it("counts the requests in flight", async () => {
      await cloud.control.settings({ latencyMs: 1000 });
      await Promise.all([1, 2, 3].map(() => ask(DOCUMENTED)));
      await ask(DOCUMENTED);
      const counts = (await cloud.control.requests()).map(
        ({ concurrent }) => concurrent,
      );
      expect(counts).to.deep.equal([1, 2, 3, 1]);
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

    it("has no other operations", async () => {
      expect(await put(`detections/${UNKNOWN}`, {}, "PATCH")).to.match(/^404 /);
      expect(await put("weather", {})).to.match(/^404 /);
    });

    it("restores everything", async () => {
      await cloud.control.setDetections([]);
      await cloud.control.settings({ notFoundStatus: 400, tokens: [] });
      await cloud.control.fault({ kind: "html" });
      await cloud.control.reset();
      expect(await show()).to.deep.equal(seed.documentedDetection);
    });
  });

  it("starts with the given state, and a reset restores it", async () => {
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

  it("answers a thousand signed requests, 32 at a time", async () => {
    let left = 1000;
    await Promise.all(
      Array.from({ length: 32 }, async () => {
        while (left-- > 0) await ask(DOCUMENTED, signed(DOCUMENTED));
      }),
    );
    expect(await cloud.control.requests()).to.have.length(1000);
  });

  it("runs as a process until it is told to end", async () => {
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
    const running = emulatorControl(url);
    await running.fault({ kind: "stallHeaders" });
    const stalled = fetch(url + DOCUMENTED).then(
      () => "answered",
      () => "cut",
    );
    while ((await running.requests()).length === 0) await sleep(20);
    child.kill("SIGTERM");
    expect(await once(child, "exit")).to.deep.equal([0, null]);
    expect(await stalled).to.equal("cut");
  });
});
