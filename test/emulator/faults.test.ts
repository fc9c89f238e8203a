import { expect } from "chai";
import { type Fault } from "../../emulator/controlClient.js";
import {
  COLLECTION,
  DOCUMENTED,
  TOKEN,
  UNKNOWN,
  asking,
} from "../support/asking.js";
import { emulatedCloud } from "../support/emulatedCloud.js";

describe("The emulator's faults", () => {
  const cloud = emulatedCloud();
  const { ask } = asking(cloud);

  describe("a fault", () => {
    async function failure(fault: Fault, timeoutMs = 60_000): Promise<string> {
      await cloud.control.fault(fault);
      return fetch(cloud.url + DOCUMENTED, {
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

    it("matches its operation and id, as many times as it says", async () => {
      await cloud.control.fault(
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
      expect(await cloud.control.pendingFaults()).to.deep.equal([]);
    });

    it("replaces the answer", async () => {
      await cloud.control.fault(
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
      const statuses = (await cloud.control.requests()).map(
        ({ status }) => status,
      );
      expect(statuses).to.deep.equal([null, 200, 200]);
    });

    it("can delay the response", async () => {
      for (const fault of [
        { kind: "stallHeaders" },
        { kind: "dripBody", intervalMs: 20 },
        { kind: "delay", ms: 5000 },
      ] as const) {
        expect(await failure(fault, 200)).to.match(/^TimeoutError/);
      }
      expect(await failure({ kind: "delay", ms: 50 })).to.match(/^none/);
      expect(await failure({ kind: "dripBody", intervalMs: 0 })).to.match(
        /^none: \{"request_id"/,
      );
    });

    it("can change the body's size or type", async () => {
      const bytes = 1_000_000;
      for (const compressed of [false, "gzip"] as const) {
        await cloud.control.fault({ kind: "oversized", bytes, compressed });
        const text = await fetch(cloud.url + DOCUMENTED, {
          headers: TOKEN,
        }).then((response) => response.text());
        expect(text).to.have.length(bytes);
        expect(JSON.parse(text)).to.have.property("vif_peer_detection");
      }
      await cloud.control.fault({ kind: "wrongContentType" });
      const { headers } = await ask(DOCUMENTED);
      expect(headers.get("content-type")).to.equal("application/octet-stream");
    });
  });
});
