/** Where a service of a region is reached, unless `endpoints` says otherwise. */
export function defaultEndpoint(
  service: "dcaas" | "iam",
  region: string,
  cloud: string | undefined,
): URL {
  return new URL(`https://${service}.${region}.${cloud ?? cloudOf(region)}`);
}

/** As in the Terraform provider: `eu-west-1…` is the European cloud; `eu-west-0` is not. */
function cloudOf(region: string): string {
  return region.startsWith("eu-west-1")
    ? "myhuaweicloud.eu"
    : "myhuaweicloud.com";
}

/** An endpoint as people write it, with or without `https://`. Throws what is wrong with it. */
export function parseEndpoint(text: string): URL {
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(text)
    ? text
    : `https://${text}`;
  if (text === "" || !URL.canParse(address)) throw new Error("is not a URL");
  const url = new URL(address);
  if (url.username || url.password) {
    throw new Error("must not hold a user name or password");
  }
  if (url.protocol === "https:") return url;
  if (url.protocol === "http:" && isLoopback(url.hostname)) return url;
  throw new Error(
    "must be an https URL: credentials are not sent in clear, except to this machine itself",
  );
}

function isLoopback(host: string): boolean {
  return (
    host === "localhost" || host === "[::1]" || /^127(\.\d+){3}$/.test(host)
  );
}
