import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";

/** Connections that stay open from request to request. */
export function connections() {
  const http = new HttpAgent({ keepAlive: true });
  const https = new HttpsAgent({ keepAlive: true });
  return (url: URL) =>
    Promise.resolve(url.protocol === "https:" ? https : http);
}
