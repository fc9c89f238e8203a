/** Regions that have their own IAM host. All other regions use the global host. */
const REGIONS_WITH_IAM = `af-south-1
  ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-4
  cn-east-2 cn-east-3 cn-east-4 cn-east-5
  cn-north-1 cn-north-2 cn-north-4 cn-north-9 cn-north-12
  cn-south-1 cn-south-2 cn-southwest-2
  ae-ad-1 eu-west-0 la-north-2 la-south-2 me-east-1 my-kualalumpur-1
  na-mexico-1 ru-moscow-1 sa-brazil-1 tr-west-1`.split(/\s+/);

/** The endpoint of Direct Connect in a region, unless `endpoints.dc` is set. */
export function directConnectEndpoint(
  region: string,
  cloud: string | undefined,
): URL {
  return new URL(`https://dcaas.${region}.${cloud ?? cloudOf(region)}`);
}

/** The endpoint of IAM, unless `authUrl` or `endpoints.iam` is set. */
export function identityEndpoint(
  region: string,
  cloud: string | undefined,
): URL {
  const host =
    cloud !== undefined ||
    isEuropean(region) ||
    REGIONS_WITH_IAM.includes(region)
      ? `iam.${region}.${cloud ?? cloudOf(region)}`
      : "iam.myhuaweicloud.com";
  return new URL(`https://${host}`);
}

/** Regions with a documented STS endpoint; each of them serves all regions. */
const REGIONS_WITH_STS = `cn-north-4 cn-south-1 cn-east-3 cn-southwest-2
  ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-4
  sa-brazil-1 la-south-2 af-south-1 tr-west-1`.split(/\s+/);

/** The endpoint of STS, unless `endpoints.sts` is set. */
export function stsEndpoint(region: string, cloud: string | undefined): URL {
  const own =
    cloud !== undefined ||
    isEuropean(region) ||
    REGIONS_WITH_STS.includes(region);
  return new URL(
    `https://sts.${own ? region : "cn-north-4"}.${cloud ?? cloudOf(region)}`,
  );
}

function cloudOf(region: string): string {
  return isEuropean(region) ? "myhuaweicloud.eu" : "myhuaweicloud.com";
}

/** As in the Terraform provider: `eu-west-1…` is the European cloud; `eu-west-0` is not. */
function isEuropean(region: string): boolean {
  return region.startsWith("eu-west-1");
}

/** Parses an endpoint, with or without `https://`. Throws an Error that completes "huaweicloud:… …". */
export function parseEndpoint(text: string): URL {
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(text)
    ? text
    : `https://${text}`;
  if (text === "" || !URL.canParse(address)) {
    throw new Error("is not a URL");
  }
  const url = new URL(address);
  if (/[?#]/.test(address)) {
    throw new Error("must not have a query (?) or a fragment (#)");
  }
  if (!isDecodable(url.pathname)) {
    throw new Error(
      "has a path with a % that does not begin an escape such as %20",
    );
  }
  if (url.username || url.password) {
    throw new Error("must not contain a user name or password");
  }
  if (url.protocol === "https:") return url;
  if (url.protocol === "http:" && isLoopback(url.hostname)) return url;
  throw new Error(
    "must be an https URL: credentials are never sent unencrypted, except to this machine itself",
  );
}

/**
 * Appends a path to an endpoint, which may have its own path.
 *
 * @param path with the query. It can't change the host
 */
export function endpointUrl(endpoint: URL, path: string): URL {
  const [, ownPath = "", query = ""] = /^([^?]*)(.*)$/s.exec(path) ?? [];
  const url = new URL(endpoint);
  url.pathname = endpoint.pathname.replace(/\/+$/, "") + ownPath;
  url.search = query;
  return url;
}

function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}

/** Whether a host is this machine itself. */
export function isLoopback(host: string): boolean {
  return (
    host === "localhost" || host === "[::1]" || /^127(\.\d+){3}$/.test(host)
  );
}
