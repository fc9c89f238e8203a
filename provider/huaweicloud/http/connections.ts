import { readFile } from "node:fs/promises";
import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import { rootCertificates } from "node:tls";
import { isLoopback } from "../endpoints.js";
import { SettingsError } from "../errors.js";
import { Secret } from "../secret.js";
import type { NetworkSettings } from "../settings.js";

/** The way to a host. */
export interface Connection {
  readonly agent?: HttpAgent;
  /** The host of the proxy that it goes through. */
  readonly proxy?: string;
  /** The proxy's password, to be kept out of every message. */
  readonly secrets?: readonly Secret[];
}

const PROXY_VARIABLE = /^(https?|all)_proxy$/i;

type Tls = Pick<NetworkSettings, "cacertFile" | "cacertSetting" | "insecure">;

/** Connections that stay open from request to request, through the proxies that the environment names. */
export function connections(
  settings: Tls,
  environment: Readonly<Record<string, string | undefined>>,
): (url: URL) => Promise<Connection> {
  const isProxied = Object.entries(environment).some(
    ([name, value]) => PROXY_VARIABLE.test(name) && value,
  );
  const ways = new Map<string, Promise<Connection>>();
  return async (url) => {
    const proxy = isProxied ? await proxyFor(url) : "";
    const key = `${url.protocol} ${proxy}`;
    const way = ways.get(key) ?? connect(url.protocol, proxy, settings);
    ways.set(key, way);
    return way;
  };
}

/** By `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY`, in capital letters or not. */
async function proxyFor(url: URL): Promise<string> {
  const { getProxyForUrl } = await import("proxy-from-env");
  const proxy = getProxyForUrl(url.href);
  // What is sent in clear must not leave this machine.
  const stays = url.protocol === "https:" || isLoopback(hostOf(proxy));
  return stays ? proxy : "";
}

function hostOf(proxy: string): string {
  return URL.canParse(proxy) ? new URL(proxy).hostname : "";
}

async function connect(
  protocol: string,
  proxy: string,
  settings: Tls,
): Promise<Connection> {
  const tls = protocol === "https:" ? await tlsOptions(settings) : {};
  if (proxy === "") {
    const Agent = protocol === "https:" ? HttpsAgent : HttpAgent;
    return { agent: new Agent({ keepAlive: true, ...tls }) };
  }
  if (!URL.canParse(proxy)) {
    throw new SettingsError([
      "HTTPS_PROXY or HTTP_PROXY is not a URL such as http://proxy.example.com:3128",
    ]);
  }
  const { host, password } = new URL(proxy);
  const secrets = password ? [new Secret(decodeURIComponent(password))] : [];
  if (protocol === "http:") {
    const { HttpProxyAgent } = await import("http-proxy-agent");
    const agent = new HttpProxyAgent(proxy, { keepAlive: true });
    return { agent, proxy: host, secrets };
  }
  const { HttpsProxyAgent } = await import("https-proxy-agent");
  const agent = new HttpsProxyAgent(proxy, { keepAlive: true, ...tls });
  // Its options are for the connection to the proxy; these are for the one through it.
  Object.assign(agent.options, tls);
  return { agent, proxy: host, secrets };
}

async function tlsOptions({ cacertFile, cacertSetting, insecure }: Tls) {
  if (insecure) return { rejectUnauthorized: false };
  if (cacertFile === undefined) return {};
  let certificate: string;
  try {
    certificate = await readFile(cacertFile, "utf8");
  } catch (error) {
    const { code = "an error" } = error as NodeJS.ErrnoException;
    throw new SettingsError([
      `${cacertSetting ?? "huaweicloud:cacertFile"} (${cacertFile}) cannot be read: ${code}`,
    ]);
  }
  // Besides the usual authorities, not in their place.
  const extra = process.env["NODE_EXTRA_CA_CERTS"];
  const more = extra
    ? await readFile(extra, "utf8").then(
        (text) => [text],
        () => [],
      )
    : [];
  return { ca: [...rootCertificates, certificate, ...more] };
}
