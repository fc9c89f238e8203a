import http, { Agent, createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { expect } from "chai";
import * as seed from "../../emulator/seed.js";
import { AgencyKeys } from "../../provider/huaweicloud/auth/metadataService.js";
import { systemClock } from "../../provider/huaweicloud/http/clock.js";
import { emulatedCloud } from "../support/emulatedCloud.js";

describe("This machine's metadata service", () => {
  const cloud = emulatedCloud();
  const keys = () => new AgencyKeys(systemClock, new URL(cloud.url));

  beforeEach(() => cloud.control.settings({ metadataService: true }));

  it("gets another request if it does not answer at once", async () => {
    await cloud.control.fault(
      { operation: "metadataToken", kind: "stallHeaders" },
      { operation: "securityKey", kind: "resetBeforeHeaders" },
    );
    expect(await keys().get()).to.include({
      accessKey: seed.temporaryAccessKey,
    });
  });

  it("does not delay a machine that has none", async () => {
    const silent: Server = createServer();
    await new Promise<void>((done) => silent.listen(0, "127.0.0.1", done));
    const { port } = silent.address() as AddressInfo;
    const started = performance.now();
    const url = new URL(`http://127.0.0.1:${port}`);
    const problem: unknown = await new AgencyKeys(systemClock, url)
      .get()
      .catch((error: unknown) => error);
    expect(String(problem)).to.include("this machine is not on Huawei Cloud");
    // Three seconds, and some more for a busy machine.
    expect(performance.now() - started).to.be.within(1_000, 10_000);
    silent.closeAllConnections();
    silent.close();
  });

  it("is never reached through a proxy, which Node.js's global agent may use", async () => {
    const { globalAgent } = http;
    let used = 0;
    class Proxied extends Agent {
      override createConnection(): never {
        used++;
        throw new Error("through the proxy");
      }
    }
    http.globalAgent = new Proxied();
    try {
      await keys().get();
    } finally {
      http.globalAgent = globalAgent;
    }
    expect(used).to.equal(0);
  });
});
