import { isLoopback } from "../endpoints.js";
import { SettingsError } from "../errors.js";
import { Secret } from "../secret.js";

export interface Proxy {
  readonly url: URL;
  /** The password, to remove from every message. */
  readonly secrets: readonly Secret[];
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The proxy for an address, by `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY`, in lowercase or uppercase.
 * Known packages only read the environment of the process.
 */
export function proxyFor(
  address: URL,
  environment: Environment,
): Proxy | undefined {
  if (isExempt(address, environment)) return undefined;
  const scheme = address.protocol.slice(0, -1);
  const [name, value] = find(environment, `${scheme}_proxy`, "all_proxy");
  if (value === "") return undefined;
  const proxy = parseProxy(name, value);
  // Unencrypted requests must not leave this machine.
  const stays = scheme === "https" || isLoopback(proxy.url.hostname);
  return stays ? proxy : undefined;
}

/** The default scheme is http, as in curl and Node.js. */
function parseProxy(name: string, value: string): Proxy {
  const text = value.includes("://") ? value : `http://${value}`;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.hostname === "") {
    throw new SettingsError([
      `${name} is not the URL of an HTTP proxy, such as http://proxy.example.com:3128`,
    ]);
  }
  try {
    decodeURIComponent(url.username);
    const password = decodeURIComponent(url.password);
    return { url, secrets: password ? [new Secret(password)] : [] };
  } catch {
    throw new SettingsError([
      `${name} has a user name or password with a % that must be written as %25`,
    ]);
  }
}

function isExempt(address: URL, environment: Environment): boolean {
  const [, list] = find(environment, "no_proxy");
  const port = address.port || (address.protocol === "https:" ? "443" : "80");
  return list
    .toLowerCase()
    .split(/[,\s]+/)
    .filter(Boolean)
    .some((entry) => {
      const [, name = entry, only = port] = /^(.+):(\d+)$/.exec(entry) ?? [];
      if (only !== port) return false;
      if (!/^[.*]/.test(name)) return address.hostname === name;
      return address.hostname.endsWith(name.replace(/^\*/, ""));
    });
}

/** The first variable that is set, and its name. */
function find(
  environment: Environment,
  ...names: string[]
): readonly [name: string, value: string] {
  for (const name of names.flatMap((one) => [one, one.toUpperCase()])) {
    const value = environment[name]?.trim();
    if (value) return [name, value];
  }
  return ["", ""];
}
