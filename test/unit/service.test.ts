import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { expect } from "chai";
import * as v from "valibot";
import type { Authenticator } from "../../provider/huaweicloud/auth/authenticator.js";
import { systemClock } from "../../provider/huaweicloud/http/clock.js";
import { connections } from "../../provider/huaweicloud/http/connections.js";
import { Transport } from "../../provider/huaweicloud/http/transport.js";
import { Secret } from "../../provider/huaweicloud/secret.js";
import { Service } from "../../provider/huaweicloud/service.js";

describe("A call of a service", () => {
  let server: Server;
  let answers: (readonly [number, string])[];
  let sent: string[];

  before(async () => {
    server = createServer((request, response) => {
      sent.push(String(request.headers["x-who"]));
      const [status, body] = answers.shift() ?? [500, ""];
      response.writeHead(status);
      response.end(body);
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  });
  beforeEach(() => {
    answers = [];
    sent = [];
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  /** Authenticates with the names, one after the other, each with its own secret and advice. */
  const as = (...names: string[]): Authenticator => {
    let turn = 0;
    return {
      authenticate: (request) => {
        const who = names[turn] ?? "";
        return Promise.resolve({
          ...request,
          headers: { ...request.headers, "x-who": who },
          secrets: [new Secret(`secret-of-${who}`)],
          advice: `Ask ${who}.`,
          signed: false,
          renew: () => Promise.resolve(++turn < names.length),
        });
      },
    };
  };
  const call = <Schema extends v.GenericSchema>(
    authenticator: Authenticator,
    schema: Schema,
    success: readonly number[] = [200],
  ) => {
    const { port } = server.address() as AddressInfo;
    const network = {
      maxRetries: 0,
      requestTimeoutMs: 5_000,
      timeoutMs: 5_000,
      maxConcurrentRequests: 1,
      cacertFile: undefined,
      insecure: false,
    };
    return new Service({
      endpoint: new URL(`http://127.0.0.1:${String(port)}`),
      transport: new Transport(network, connections(network, {}), systemClock),
      authenticator,
      context: { endpointSetting: "huaweicloud:endpoints.dc", region: "r" },
    }).call({
      operation: "try it",
      method: "GET",
      path: "/",
      success,
      schema,
      permission: "Ask for the permission.",
      notFound: "Look elsewhere.",
    });
  };
  const failure = (calling: Promise<unknown>) =>
    calling.then(
      () => "",
      (error: unknown) => (error as Error).message,
    );

  it("may succeed with several statuses, without a body", async () => {
    answers = [[204, ""]];
    const { value } = await call(as("one"), v.undefined(), [200, 204]);
    expect(value).to.equal(undefined);
  });

  it("fails without a body if one is expected", async () => {
    answers = [[200, ""]];
    expect(await failure(call(as("one"), v.object({})))).to.include(
      "answered 200, but not with JSON: an empty body",
    );
  });

  it("explains a refusal by the last credentials and by the call's own permission", async () => {
    answers = [
      [401, ""],
      [401, "secret-of-two"],
      [403, ""],
    ];
    const refused = await failure(call(as("one", "two"), v.object({})));
    expect(sent).to.deep.equal(["one", "two"]);
    expect(refused).to.include("Ask two.").and.to.not.include("secret-of-two");
    expect(await failure(call(as("one"), v.object({})))).to.include(
      "Ask for the permission.",
    );
  });
});
