import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, request } from "node:http";
import { createServer as createSecureServer } from "node:https";
import {
  type AddressInfo,
  connect,
  createServer as createPlainServer,
  type Server,
  type Socket,
} from "node:net";
import { createServer as createTlsServer } from "node:tls";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { generate } from "selfsigned";
import * as seed from "../../emulator/seed.js";
import { detectionId } from "../support/programs.js";
import { emulatedCloud } from "../support/emulatedCloud.js";
import { failureOf, openLookups } from "../support/lookups.js";

describe("On its way to the cloud, a request", () => {
  const cloud = emulatedCloud();
  const servers: Server[] = [];
  let folder: string;
  let certificate: string;
  let keys: { key: string; cert: string };
  let secure: string;

  /** The same cloud over https, with a certificate from its own authority. */
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "network-"));
    const pems = await generate([{ name: "commonName", value: "localhost" }], {
      keySize: 2048,
    });
    keys = { key: pems.private, cert: pems.cert };
    certificate = join(folder, "ca.pem");
    await writeFile(certificate, pems.cert);
    const server = createSecureServer(
      { key: pems.private, cert: pems.cert },
      (incoming, outgoing) => {
        const { method, headers } = incoming;
        const forwarded = request(
          new URL(incoming.url ?? "/", cloud.url),
          { method, headers },
          (answer) => {
            outgoing.writeHead(answer.statusCode ?? 0, answer.headers);
            answer.pipe(outgoing);
          },
        );
        incoming.pipe(forwarded);
      },
    );
    secure = `https://localhost:${String(await listen(server))}`;
  });

  after(async () => {
    for (const server of servers) server.close();
    await rm(folder, { recursive: true });
  });

  const environment: Record<string, string> = {};
  afterEach(() => {
    for (const name of Object.keys(environment)) {
      Reflect.deleteProperty(environment, name);
    }
  });

  async function listen(server: Server): Promise<number> {
    servers.push(server);
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    return (server.address() as AddressInfo).port;
  }

  /** A proxy that requires the password, if there is one. */
  async function proxy(password?: string) {
    const asked: string[] = [];
    const wanted = `Basic ${Buffer.from(`user:${password ?? ""}`).toString("base64")}`;
    const server = createServer((incoming, outgoing) => {
      asked.push(`${incoming.method ?? ""} ${incoming.url ?? ""}`);
      const { method, headers } = incoming;
      const forwarded = request(
        incoming.url ?? "",
        { method, headers },
        (answer) => {
          outgoing.writeHead(answer.statusCode ?? 0, answer.headers);
          answer.pipe(outgoing);
        },
      );
      incoming.pipe(forwarded);
    });
    server.on("connect", (incoming, socket) => {
      asked.push(`CONNECT ${incoming.url ?? ""}`);
      if (
        password !== undefined &&
        incoming.headers["proxy-authorization"] !== wanted
      ) {
        socket.end(
          "HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n",
        );
        return;
      }
      const [, port] = (incoming.url ?? "").split(":");
      const onward = connect(Number(port), "127.0.0.1", () => {
        socket.write("HTTP/1.1 200 Connection Established\r\n\r\n");
        onward.pipe(socket).pipe(onward);
      });
    });
    const port = String(await listen(server));
    return { host: `127.0.0.1:${port}`, asked };
  }

  const open = (dc: string, config: Record<string, string> = {}) =>
    openLookups(
      {
        region: seed.region,
        projectId: seed.projectId,
        token: seed.token,
        maxRetries: "0",
        endpoints: JSON.stringify({ dc }),
        ...config,
      },
      environment,
    );
  const look = (dc: string, config?: Record<string, string>) =>
    open(dc, config).lookups.find({ detectionId });
  const says = (dc: string, config?: Record<string, string>) =>
    failureOf(() => look(dc, config));

  it("neither trusts a certificate of an unknown authority nor tries again", async () => {
    expect(await says(secure, { maxRetries: "3" })).to.match(
      /certificate is not trusted \(DEPTH_ZERO_SELF_SIGNED_CERT\)\.\n.*huaweicloud:cacertFile or NODE_EXTRA_CA_CERTS/,
    );
  });

  it("trusts the authority in huaweicloud:cacertFile", async () => {
    const task = await look(secure, { cacertFile: certificate });
    expect(task).to.include({ detectionId });
  });

  it("says that huaweicloud:cacertFile cannot be read", async () => {
    expect(await says(secure, { cacertFile: "/nowhere.pem" })).to.include(
      "huaweicloud:cacertFile (/nowhere.pem) cannot be read: ENOENT",
    );
  });

  it("trusts any certificate with huaweicloud:insecure, and warns the user", async () => {
    const { lookups, printed } = open(secure, { insecure: "true" });
    await lookups.find({ detectionId });
    expect(printed.join()).to.match(/^warning: huaweicloud:insecure is on/);
  });

  it("goes through HTTPS_PROXY, in one tunnel for all requests", async () => {
    const { host, asked } = await proxy();
    environment["HTTPS_PROXY"] = `http://${host}`;
    const { lookups } = open(secure, { cacertFile: certificate });
    await lookups.find({ detectionId });
    await lookups.find({ detectionId }, "again");
    expect(asked).to.deep.equal([`CONNECT ${new URL(secure).host}`]);
  });

  it("sends the password in the proxy's address only to the proxy", async () => {
    const { host } = await proxy("secret-of-the-proxy");
    environment["HTTPS_PROXY"] = `http://user:secret-of-the-proxy@${host}`;
    await look(secure, { cacertFile: certificate });
    const [request] = await cloud.control.requests();
    expect(JSON.stringify(request)).to.not.include("secret-of-the-proxy");
  });

  it("is refused by a proxy that requires a password, and says where to set it", async () => {
    const { host } = await proxy("secret-of-the-proxy");
    environment["HTTPS_PROXY"] = `http://user:wrong-password@${host}`;
    const message = await says(secure);
    expect(message).to.match(
      /answered 407 .*\n.*http:\/\/user:password@host:port/,
    );
    expect(message).to.not.include("wrong-password");
  });

  it("names the proxy that does not answer", async () => {
    environment["HTTPS_PROXY"] = "http://127.0.0.1:1";
    expect(await says(secure)).to.match(
      /connection was refused\.\n.*through the proxy 127\.0\.0\.1:1/,
    );
  });

  it("bypasses the proxy for hosts in NO_PROXY", async () => {
    environment["HTTPS_PROXY"] = "http://127.0.0.1:1";
    environment["NO_PROXY"] = "localhost";
    expect(await look(secure, { cacertFile: certificate })).to.include({
      detectionId,
    });
  });

  it("goes through an HTTP_PROXY on this machine if it is unencrypted", async () => {
    const { host, asked } = await proxy();
    environment["HTTP_PROXY"] = `http://${host}`;
    await look(cloud.url);
    expect(asked).to.have.length(1);
  });

  it("bypasses any other proxy if it is unencrypted", async () => {
    environment["HTTP_PROXY"] = "http://proxy.invalid:3128";
    expect(await look(cloud.url)).to.include({ detectionId });
  });

  it("goes through a proxy that is set without http://, as in curl and Node.js", async () => {
    const { host, asked } = await proxy();
    environment["HTTPS_PROXY"] = host;
    await look(secure, { cacertFile: certificate });
    expect(asked).to.have.length(1);
  });

  for (const [value, problem] of [
    ["http://", /is not the URL of an HTTP proxy/],
    ["http://a host:3128", /is not the URL of an HTTP proxy/],
    ["socks5://127.0.0.1:1080", /is not the URL of an HTTP proxy/],
    ["http://user:secret%zz@127.0.0.1:1", /must be written as %25/],
  ] as const) {
    it(`says which variable is wrong if the proxy is ${value}`, async () => {
      environment["all_proxy"] = value;
      const message = await says(secure);
      expect(message).to.match(/all_proxy/);
      expect(message).to.match(problem);
      expect(message).to.not.include("secret%zz");
    });
  }

  it("fails normally if the proxy does not speak TLS or closes the connection", async () => {
    const { host } = await proxy();
    environment["HTTPS_PROXY"] = `https://${host}`;
    expect(await says(secure)).to.include(`through the proxy ${host}`);
    for (const end of [
      (socket: Socket) => socket.resetAndDestroy(),
      (socket: Socket) => socket.end(),
      (socket: Socket) => socket.end("nonsense"),
    ]) {
      const rude = createPlainServer((socket) => {
        socket.on("error", () => undefined);
        end(socket);
      });
      const port = await listen(rude);
      for (const scheme of ["http", "https"]) {
        environment["HTTPS_PROXY"] = `${scheme}://127.0.0.1:${port}`;
        expect(await says(secure)).to.include(`the proxy 127.0.0.1:${port}`);
      }
    }
  });

  it("goes through a proxy that speaks TLS itself", async () => {
    const { host, asked } = await proxy("secret-of-the-proxy");
    const outer = createTlsServer(keys, (socket) => {
      const [name, port] = host.split(":");
      const inner = connect(Number(port), name ?? "");
      socket.on("error", () => inner.destroy());
      inner.on("error", () => socket.destroy());
      inner.pipe(socket).pipe(inner);
    });
    const port = await listen(outer);
    environment["HTTPS_PROXY"] =
      `https://user:secret-of-the-proxy@localhost:${port}`;
    const { lookups } = open(secure, { cacertFile: certificate });
    await lookups.find({ detectionId });
    await lookups.find({ detectionId }, "again");
    expect(asked).to.deep.equal([`CONNECT ${new URL(secure).host}`]);
    environment["HTTPS_PROXY"] = `https://user:wrong@localhost:${port}`;
    expect(await says(secure, { cacertFile: certificate })).to.include(
      "the proxy answered 407",
    );
  });

  for (const scheme of ["http", "https"]) {
    it(`ends within its time limit, with its connection, if the ${scheme} proxy does not answer`, async () => {
      let closed: Promise<unknown> = Promise.resolve();
      const silent = createPlainServer((socket) => {
        socket.on("error", () => undefined);
        closed = new Promise((done) => socket.on("close", done).resume());
      });
      const port = await listen(silent);
      environment["HTTPS_PROXY"] = `${scheme}://127.0.0.1:${port}`;
      expect(await says(secure, { timeout: "300ms" })).to.match(
        /did not answer within 0\.\d+ s/,
      );
      await closed;
    });
  }

  it("names this package and its version to the service", async () => {
    await look(cloud.url);
    const [request] = await cloud.control.requests();
    expect(request?.headers["user-agent"]).to.match(
      /^pulumi-huaweicloud-dc\/\d+\.\d+\.\d+$/,
    );
  });
});
