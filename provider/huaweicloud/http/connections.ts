import { configKey } from "../../settings/index.js";
import { readFile } from "node:fs/promises";
import type { EventEmitter } from "node:events";
import { Agent as HttpAgent } from "node:http";
import type { Socket } from "node:net";
import { Agent as HttpsAgent } from "node:https";
import { rootCertificates } from "node:tls";
import { SettingsError } from "../errors.js";
import type { Secret } from "../secret.js";
import type { NetworkSettings } from "../settings.js";
import { type Proxy, proxyFor } from "./proxy.js";
import { tellStale } from "./staleConnections.js";

/** A connection to a host. */
export interface Connection {
  readonly agent: HttpAgent;
  /** The host of the proxy, if there is one. */
  readonly proxy?: string;
  /** The proxy's password, to remove from every message. */
  readonly secrets?: readonly Secret[];
}

type Environment = Readonly<Record<string, string | undefined>>;
type Tls = Pick<NetworkSettings, "cacertFile" | "cacertSetting" | "insecure">;

/** Keep-alive connections, through the proxies that the environment sets. */
export function connections(
  settings: Tls,
  environment: Environment,
): (url: URL) => Promise<Connection> {
  const ways = new Map<string, Promise<Connection>>();
  return async (url) => {
    const proxy = proxyFor(url, environment);
    const key = `${url.protocol} ${proxy?.url.href ?? ""}`;
    const way =
      ways.get(key) ?? connect(url.protocol, proxy, settings, environment);
    ways.set(key, way);
    return way;
  };
}

async function connect(
  protocol: string,
  proxy: Proxy | undefined,
  settings: Tls,
  environment: Environment,
): Promise<Connection> {
  const tls =
    protocol === "https:" ? await tlsOptions(settings, environment) : {};
  const agent = await openAgent(protocol, proxy?.url, tls);
  tellStale(agent);
  if (!proxy) return { agent };
  return { agent, proxy: proxy.url.host, secrets: proxy.secrets };
}

async function openAgent(
  protocol: string,
  proxy: URL | undefined,
  tls: object,
): Promise<HttpAgent> {
  if (!proxy) {
    const Agent = protocol === "https:" ? HttpsAgent : HttpAgent;
    return new Agent({ keepAlive: true, ...tls });
  }
  if (protocol === "http:") {
    const { HttpProxyAgent } = await import("http-proxy-agent");
    return new HttpProxyAgent(proxy, { keepAlive: true });
  }
  const { HttpsProxyAgent } = await import("https-proxy-agent");
  const agent = new HttpsProxyAgent(proxy, { keepAlive: true, ...tls });
  // The constructor's options apply to the connection to the proxy; these apply to the one through it.
  Object.assign(agent.options, tls);
  const { throughSecureProxy } = await import("./secureProxy.js");
  const { connectOpts } = agent;
  const connect = agent.connect.bind(agent);
  agent.connect = (request, options) =>
    whileWanted(request, (signal) => {
      if (proxy.protocol === "https:") {
        return throughSecureProxy(proxy, tls, options, signal);
      }
      agent.connectOpts = { ...connectOpts, signal };
      return connect(request, options);
    });
  return agent;
}

/**
 * Gives up a connection if its request is aborted first. Otherwise, a proxy that does not answer would keep the program from
 * ending.
 */
async function whileWanted(
  request: EventEmitter,
  connect: (signal: AbortSignal) => Promise<Socket>,
): Promise<Socket> {
  const aborting = new AbortController();
  const abort = () => {
    aborting.abort();
  };
  // Without a socket, a request emits no other event.
  request.once("abort", abort);
  try {
    return await connect(aborting.signal);
  } finally {
    request.off("abort", abort);
  }
}

async function tlsOptions(
  { cacertFile, cacertSetting, insecure }: Tls,
  environment: Environment,
) {
  if (insecure) return { rejectUnauthorized: false };
  if (cacertFile === undefined) return {};
  let certificate: string;
  try {
    certificate = await readFile(cacertFile, "utf8");
  } catch (error) {
    const { code = "an error" } = error as NodeJS.ErrnoException;
    throw new SettingsError([
      `${cacertSetting ?? configKey("cacertFile")} (${cacertFile}) cannot be read: ${code}`,
    ]);
  }
  // In addition to the default authorities, not instead of them.
  const extra = environment["NODE_EXTRA_CA_CERTS"];
  const more = extra
    ? await readFile(extra, "utf8").then(
        (text) => [text],
        () => [],
      )
    : [];
  return { ca: [...rootCertificates, certificate, ...more] };
}
