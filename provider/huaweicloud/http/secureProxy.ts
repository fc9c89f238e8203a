import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { isIP, type Socket } from "node:net";
import { connect, type ConnectionOptions, type TLSSocket } from "node:tls";

/**
 * Connects through a proxy that uses TLS itself. https-proxy-agent does not handle late errors of such a proxy, which ends the
 * process.
 */
export async function throughSecureProxy(
  proxy: URL,
  tls: ConnectionOptions,
  target: ConnectionOptions,
  signal: AbortSignal,
): Promise<TLSSocket> {
  const proxyHost = proxy.hostname.replace(/^\[|\]$/g, "");
  const outer = connect({
    ...tls,
    ...serverName(proxyHost),
    host: proxyHost,
    port: Number(proxy.port || 443),
    ALPNProtocols: ["http/1.1"],
  });
  // The error also closes the connection, which fails the request.
  outer.on("error", () => undefined);
  signal.addEventListener("abort", () => outer.destroy());
  const address = `${target.host ?? ""}:${target.port ?? 443}`;
  const { username, password } = proxy;
  const user = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  const asking = request({
    method: "CONNECT",
    path: address,
    headers: {
      host: address,
      ...((username || password) && {
        "proxy-authorization": `Basic ${Buffer.from(user).toString("base64")}`,
      }),
    },
    createConnection: () => outer,
  });
  const [answer, socket] = (await once(asking.end(), "connect")) as [
    IncomingMessage,
    Socket,
  ];
  if (answer.statusCode !== 200) {
    outer.destroy();
    throw new Error(`the proxy answered ${answer.statusCode ?? 0}`);
  }
  return connect({
    ...tls,
    ...serverName(target.servername || target.host),
    ALPNProtocols: ["http/1.1"],
    socket,
  });
}

/** Server names must not be IP addresses. */
function serverName(host: string | undefined): ConnectionOptions {
  return host === undefined || isIP(host) ? {} : { servername: host };
}
