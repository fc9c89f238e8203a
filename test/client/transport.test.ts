import {
  Agent,
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import { expect } from "chai";
import { systemClock } from "../../provider/huaweicloud/http/clock.js";
import { connections } from "../../provider/huaweicloud/http/connections.js";
import type { HttpRequest } from "../../provider/huaweicloud/http/request.js";
import {
  type Sending,
  Transport,
  type TransportOptions,
} from "../../provider/huaweicloud/http/transport.js";

type Answer = (response: ServerResponse, request: IncomingMessage) => void;

const status =
  (code: number, headers: Record<string, string> = {}): Answer =>
  (response) => {
    response.writeHead(code, headers);
    response.end();
  };
const reset: Answer = (response) => response.socket?.resetAndDestroy();
const silence: Answer = () => undefined;

describe("A transport", () => {
  const answers: Answer[] = [];
  const asked: string[] = [];
  let server: Server;
  let url: URL;

  before(async () => {
    server = createServer((request, response) => {
      request.resume();
      asked.push(request.method ?? "");
      (answers.shift() ?? status(204))(response, request);
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    url = new URL(
      `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    );
  });
  beforeEach(() => {
    answers.length = 0;
    asked.length = 0;
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  const open = (options: Partial<TransportOptions> = {}) =>
    new Transport(
      {
        maxRetries: 3,
        requestTimeoutMs: 10_000,
        timeoutMs: 20_000,
        maxConcurrentRequests: 4,
        ...options,
      },
      connections({ cacertFile: undefined, insecure: false }, {}),
      systemClock,
    );
  const send = (
    method: HttpRequest["method"],
    more: Partial<Sending> = {},
    transport = open(),
  ) =>
    transport.send({
      prepare: () => Promise.resolve({ method, url, headers: {} }),
      ...more,
    });
  const outcome = async (exchange: ReturnType<typeof send>) => {
    const { result } = await exchange;
    return "status" in result ? result.status : result.code;
  };

  it("sends every method, and accepts a response without a body", async () => {
    for (const method of ["GET", "PUT", "POST", "DELETE"] as const) {
      const { result } = await send(method);
      expect(result).to.include({ status: 204, body: "" });
    }
    expect(asked).to.deep.equal(["GET", "PUT", "POST", "DELETE"]);
  });

  it("returns the request that was sent, with its extra properties", async () => {
    let made = 0;
    const renewed: number[] = [];
    answers.push(status(401));
    const { request } = await open().send({
      prepare: () =>
        Promise.resolve({ method: "GET", url, headers: {}, signer: ++made }),
      recover: ({ signer }) => {
        renewed.push(signer);
        return Promise.resolve(true);
      },
    });
    expect(request.signer).to.equal(2);
    expect(renewed).to.deep.equal([1]);
  });

  it("does not repeat a POST that may have taken effect", async () => {
    for (const answer of [status(502), reset]) {
      answers.push(answer);
      expect(await outcome(send("POST"))).to.be.oneOf([502, "ECONNRESET"]);
    }
    expect(asked).to.have.length(2);
  });

  it("repeats a POST that was throttled", async () => {
    answers.push(status(429, { "retry-after": "0" }));
    expect(await outcome(send("POST", {}, open({ maxRetries: 0 })))).to.equal(
      204,
    );
  });

  it("repeats a POST that may take effect twice", async () => {
    answers.push(status(502), reset, status(504));
    expect(await outcome(send("POST", { repeatable: true }))).to.equal(204);
    expect(asked).to.have.length(4);
  });

  describe("whose server closes an idle connection", () => {
    /** Closes the connection when the next request comes, without having read it. */
    const closeAtNext = async (transport: Transport) => {
      const sockets = new Promise<void>((done) => {
        answers.push((response) => {
          const { socket } = response;
          response.writeHead(204);
          response.end(() => {
            socket?.removeAllListeners("data");
            socket?.once("data", () => socket.resetAndDestroy());
            done();
          });
        });
      });
      await send("GET", {}, transport);
      await sockets;
      // The agent takes the connection back in a later turn.
      await new Promise((done) => setTimeout(done, 50));
    };

    it("repeats a GET on another one without counting a retry", async () => {
      const transport = open({ maxRetries: 0 });
      await closeAtNext(transport);
      const { result, attempts } = await send("GET", {}, transport);
      expect(result).to.include({ status: 204 });
      expect(attempts).to.equal(1);
    });

    it("does not repeat a POST", async () => {
      const transport = open();
      await closeAtNext(transport);
      expect(await outcome(send("POST", {}, transport))).to.equal("STALE");
    });

    it("counts a connection that is closed on first use", async () => {
      answers.push(reset);
      expect(await outcome(send("GET", {}, open({ maxRetries: 0 })))).to.equal(
        "ECONNRESET",
      );
      expect(asked).to.have.length(1);
    });
  });

  describe("keeps its time limit:", () => {
    it("ends a request that is in flight", async () => {
      answers.push(silence);
      const started = performance.now();
      const transport = open({ timeoutMs: 300 });
      const { result, elapsedMs } = await send("GET", {}, transport);
      expect(result).to.include({ code: "TIMEOUT" });
      expect(elapsedMs).to.be.at.least(290);
      expect(performance.now() - started).to.be.lessThan(5_000);
    });

    it("excludes sign-in, which has its own limit", async () => {
      answers.push(status(200));
      const { result } = await send(
        "GET",
        {
          prepare: async () => {
            await systemClock.sleep(1_100);
            return { method: "GET", url, headers: {} };
          },
        },
        open({ timeoutMs: 1_000 }),
      );
      expect(result).to.include({ status: 200 });
    });

    for (const requestTimeoutMs of [1004.9999999999999, 2 ** 31 * 3]) {
      it(`uses one of ${requestTimeoutMs} ms for an attempt`, async () => {
        const transport = open({ requestTimeoutMs, timeoutMs: 2 ** 33 });
        expect(await outcome(send("GET", {}, transport))).to.equal(204);
      });
    }
  });

  it("interprets the date in Retry-After by the service's clock", async () => {
    const theirs = Date.UTC(2020, 0, 1);
    const date = (ms: number) => new Date(theirs + ms).toUTCString();
    answers.push(status(429, { date: date(0), "retry-after": date(2_000) }));
    const started = performance.now();
    expect(await outcome(send("GET"))).to.equal(204);
    expect(performance.now() - started).to.be.at.least(1_990);
  });
});

describe("Connections", () => {
  it("never use Node.js's global agent, which may use a proxy", async () => {
    const connect = connections({ cacertFile: undefined, insecure: false }, {});
    const { agent } = await connect(new URL("http://127.0.0.1/"));
    expect(agent).to.be.instanceOf(Agent);
    const { globalAgent } = await import("node:http");
    expect(agent).to.not.equal(globalAgent);
  });
});
