import { access, readdir } from "node:fs/promises";
import { homedir } from "node:os";
import { delimiter, isAbsolute, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import {
  buildWithGo,
  type Installed,
  installFromNpm,
  installInto,
  Interrupted,
  type Work,
} from "./install";
import { alone } from "./lock";
import { type Environment, pulumiIn, pulumiVersion } from "./run";

/**
 * The engine versions to build if nothing else works, best first, since a Go proxy may not have all of them. The first is also
 * the oldest version that is accepted from other sources.
 */
const ENGINE_VERSIONS = {
  default: ["3.150.0"],
  newest: ["3.260.0", "3.259.0", "3.250.0", "3.230.0", "3.225.0"],
} as const;

export interface PulumiCli {
  command: string;
  /** Goes first on the PATH, so that `pulumi` and its language host are found. */
  directory: string;
  version: string;
  origin: "path" | "npm" | "go";
}

export interface FindPulumiOptions {
  /** Default: "default", any supported version. "newest" prefers a download or a build to an older CLI on the PATH. */
  version?: "default" | "newest";
  /** Logs progress. Default: writes to stderr. */
  log?: (line: string) => void;
  /** Default: process.env. */
  env?: Environment;
}

/**
 * Finds the Pulumi CLI on the PATH or in our cache, or else downloads it with its npm package or builds it with Go, and caches
 * it. If several processes need the CLI, one downloads or builds it and the others wait. To download a newer one, remove the
 * cached one.
 */
export async function findPulumi({
  version = "default",
  log = (line) => {
    console.error(line);
  },
  env = process.env,
}: FindPulumiOptions = {}): Promise<PulumiCli> {
  const versions: readonly [string, ...string[]] = ENGINE_VERSIONS[version];
  const cache = cacheFolder(env);
  const failures: string[] = [];
  const refused = (where: string, why: string) => {
    const line = `${where}: ${why}`;
    if (failures.includes(line)) return;
    log(line);
    failures.push(line);
  };
  const firstOf = async (candidates: readonly Candidate[]) => {
    for (const { directory, origin } of candidates) {
      try {
        const found = await cliIn(directory, origin, env);
        if (origin !== "path" || isAtLeast(found.version, versions[0]))
          return found;
        refused(
          found.command,
          `is ${found.version}, but ${versions[0]} or newer is required`,
        );
      } catch (error) {
        refused(pulumiIn(directory), (error as Error).message);
      }
    }
    return undefined;
  };
  const made = async () => {
    const ways: [PulumiCli["origin"], string, Install][] = [
      ["npm", "npm package pulumi", installFromNpm],
      ["go", "Go build", (work) => buildWithGo(work, versions)],
    ];
    for (const [origin, name, install] of ways) {
      try {
        const directory = await installInto(cache, { env, log }, install);
        return await cliIn(directory, origin, env);
      } catch (error) {
        if (error instanceof Interrupted) throw error;
        refused(name, (error as Error).message);
      }
    }
    return undefined;
  };

  const cli =
    (await firstOf([
      ...(await onPath(env)),
      ...(await cached(cache, versions)),
    ])) ??
    (await alone(
      cache,
      log,
      // Another process may have installed it while this one waited.
      async () => (await firstOf(await cached(cache, versions))) ?? made(),
    ));
  if (cli) return cli;
  throw new Error(
    `No Pulumi CLI could be found, downloaded or built.
${failures.map((failure) => `- ${failure}`).join("\n")}
Install the Pulumi CLI ${versions[0]} or newer (https://www.pulumi.com/docs/install/) and put it on the PATH; or install Go
(https://go.dev/dl/), so that it can be built here, once. Then run this again.`,
  );
}

type Install = (work: Work) => Promise<Installed>;
type Candidate = Pick<PulumiCli, "directory" | "origin">;

async function cliIn(
  directory: string,
  origin: PulumiCli["origin"],
  env: Environment,
): Promise<PulumiCli> {
  const version = await pulumiVersion(directory, env);
  return { command: pulumiIn(directory), directory, version, origin };
}

async function onPath(env: Environment): Promise<Candidate[]> {
  const found: Candidate[] = [];
  for (const folder of (env["PATH"] ?? env["Path"] ?? "").split(delimiter)) {
    if (folder === "") continue;
    const directory = resolve(folder);
    const there = access(pulumiIn(directory)).then(
      () => true,
      () => false,
    );
    if (await there) found.push({ directory, origin: "path" });
  }
  return found;
}

/** The suitable cached CLIs, newest first. A CLI built with Go only counts for its own version, since it is incomplete. */
async function cached(
  cache: string,
  versions: readonly [string, ...string[]],
): Promise<Candidate[]> {
  const names = await readdir(cache).catch(() => []);
  return names
    .map((name) => /^pulumi-(\d+\.\d+\.\d+)-(npm|go)$/.exec(name))
    .filter((match) => match !== null)
    .map(([name, version = "", origin]) => ({
      directory: join(cache, name),
      version,
      origin: origin === "npm" ? ("npm" as const) : ("go" as const),
    }))
    .filter(({ version, origin }) =>
      origin === "npm"
        ? isAtLeast(version, versions[0])
        : versions.includes(version),
    )
    .sort((a, b) => (isAtLeast(a.version, b.version) ? -1 : 1));
}

export function cacheFolder(env: Environment): string {
  const configured = env["XDG_CACHE_HOME"] ?? "";
  const base = isAbsolute(configured) ? configured : join(homedir(), ".cache");
  return join(base, "pulumi-huaweicloud-dc");
}

function isAtLeast(version: string, oldest: string): boolean {
  return version.localeCompare(oldest, "en", { numeric: true }) >= 0;
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { newest: { type: "boolean" } } });
  const { directory } = await findPulumi({
    version: values.newest === true ? "newest" : "default",
  });
  console.log(directory);
}

if (require.main === module)
  main().catch((error: unknown) => {
    console.error((error as Error).message);
    process.exitCode = 1;
  });
