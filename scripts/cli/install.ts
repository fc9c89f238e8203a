import {
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  writeFile,
} from "node:fs/promises";
import { join } from "node:path";
import { type Environment, pulumiVersion, run, withProgress } from "./run";

/**
 * The last version whose Go module contains the hosts of Node.js, Python and Go. They work with newer engines, except for
 * policy packs.
 */
export const LANGUAGE_HOST_VERSION = "3.64.0";
const ENGINE = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi";
const LANGUAGE_HOST =
  "github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs";

/** Go ignores replacements in a dependency's go.mod. The engine does not compile without this one. */
const GO_MOD = `module pulumi-cli

replace github.com/atotto/clipboard => github.com/tgummerer/clipboard v0.0.0-20241001131231-d02d263e614e
`;

/** The official CLI ships these launchers for dynamic providers and policy packs. Their code is in the program's own SDK. */
const LAUNCHERS = {
  "pulumi-resource-pulumi-nodejs": "dynamic-provider",
  "pulumi-analyzer-policy": "run-policy-pack",
};

export const MINUTE = 60;

export interface Work {
  env: Environment;
  log: (line: string) => void;
  signal: AbortSignal;
  /** A temporary folder that is removed at the end. */
  scratch: string;
}

/** The result of an installation: its folder in the scratch folder, its name in the cache, and whether a cached one works. */
export interface Installed {
  folder: string;
  name: string;
  works: (folder: string) => Promise<boolean>;
}

/**
 * Installs next to the cached CLIs, then renames, so that an interrupted installation leaves nothing behind, and the first of
 * two concurrent ones wins.
 */
export async function installInto(
  cache: string,
  { env, log }: Pick<Work, "env" | "log">,
  install: (work: Work) => Promise<Installed>,
): Promise<string> {
  await mkdir(cache, { recursive: true });
  await removeLeftovers(cache);
  const scratch = await mkdtemp(join(cache, ".partial-"));
  const interruption = new AbortController();
  const interrupt = () => {
    interruption.abort(new Interrupted("interrupted"));
  };
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  for (const signal of signals) process.on(signal, interrupt);
  try {
    const work = { env, log, scratch, signal: interruption.signal };
    const { folder, name, works } = await install(work);
    const destination = join(cache, name);
    try {
      await rename(folder, destination);
    } catch (error) {
      // Another process was faster, or the existing one is damaged, since a good one would have been used.
      if (await works(destination)) return destination;
      await rename(destination, join(scratch, "damaged")).catch(() => {
        throw error;
      });
      await rename(folder, destination);
    }
    return destination;
  } finally {
    await rm(scratch, { recursive: true, force: true, maxRetries: 10 });
    for (const signal of signals) process.off(signal, interrupt);
  }
}

/** The user pressed Ctrl-C, so nothing else is tried. */
export class Interrupted extends Error {}

/** The official package `pulumi` downloads the CLI of the package's version into $PULUMI_HOME/versions/<version>/bin. */
export async function installFromNpm(work: Work): Promise<Installed> {
  const { scratch, signal, log } = work;
  const home = join(scratch, "home");
  const env: Environment = { ...work.env, PULUMI_HOME: home };
  delete env["PULUMI_VERSION"]; // This variable would make the package download a different version.
  return withProgress(log, "downloading the newest Pulumi CLI", async () => {
    await run(
      "npm",
      // prettier-ignore
      ["install", "pulumi@latest", "--prefix", ".", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error",
       "--fetch-retries=0"],
      { env, cwd: scratch, signal, timeLimitSeconds: 3 * MINUTE },
    );
    const from = join(scratch, "node_modules", "pulumi");
    const manifest = await readFile(join(from, "package.json"), "utf8");
    const { version } = JSON.parse(manifest) as { version: string };
    await run(process.execPath, [join(from, "run.js"), "version"], {
      env,
      signal,
      timeLimitSeconds: 15 * MINUTE,
    });
    const folder = join(home, "versions", version, "bin");
    return { folder, name: `pulumi-${version}-npm`, works: runsWith(env) };
  });
}

/** Builds the first available of these engine versions, and the language host, from their Go modules. */
export async function buildWithGo(
  work: Work,
  engineVersions: readonly string[],
): Promise<Installed> {
  if (process.platform === "win32")
    throw new Error("it can only be built on Linux and macOS");
  const { env, signal } = work;
  await run("go", ["version"], { env, signal, timeLimitSeconds: MINUTE });
  const folder = join(work.scratch, "bin");
  await mkdir(folder);
  for (const [name, script] of Object.entries(LAUNCHERS)) {
    const text = `#!/bin/sh
script=$(node -p 'require.resolve("@pulumi/pulumi/cmd/${script}")') || exit 1
exec node "$script" "$@"
`;
    await writeFile(join(folder, name), text, { mode: 0o755 });
  }
  // The language host first: it takes seconds, so problems show early.
  await withProgress(work.log, "building Pulumi's language host", () =>
    goBuild(work, folder, LANGUAGE_HOST, LANGUAGE_HOST_VERSION),
  );
  const failures: string[] = [];
  for (const version of engineVersions) {
    const what = `building the Pulumi engine v${version} from its Go modules, once, about two to five minutes`;
    try {
      await withProgress(work.log, what, () =>
        goBuild(work, folder, ENGINE, version),
      );
      return { folder, name: `pulumi-${version}-go`, works: runsWith(env) };
    } catch (error) {
      signal.throwIfAborted();
      failures.push(`v${version}: ${(error as Error).message}`);
    }
  }
  throw new Error(failures.join("\n  "));
}

async function goBuild(
  { scratch, env, signal }: Work,
  folder: string,
  target: string,
  version: string,
): Promise<void> {
  const cwd = await goModule(scratch);
  const goEnv = {
    ...env,
    // Several gigabytes of build files: in the scratch folder, and writable so that they can be removed.
    GOPATH: join(scratch, "go"),
    GOMODCACHE: join(scratch, "go", "mod"),
    GOCACHE: join(scratch, "go", "build"),
    GOTMPDIR: scratch,
    GOFLAGS: "-mod=mod -modcacherw -buildvcs=false",
    GOWORK: "off",
    CGO_ENABLED: "0",
  };
  const go = (minutes: number, ...args: string[]) =>
    run("go", args, {
      env: goEnv,
      cwd,
      signal,
      timeLimitSeconds: minutes * MINUTE,
    });
  const stamp = `-X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${version}`;
  await go(10, "get", `${target}@v${version}`);
  // prettier-ignore
  await go(30, "build", "-trimpath", "-ldflags", `-s -w ${stamp}`, "-o", `${folder}/`, target);
}

/** Creates a temporary module in which its requirements can be built. */
export async function goModule(scratch: string): Promise<string> {
  const folder = await mkdtemp(join(scratch, "module-"));
  await writeFile(join(folder, "go.mod"), GO_MOD);
  return folder;
}

function runsWith(env: Environment): Installed["works"] {
  return (directory) =>
    pulumiVersion(directory, env).then(
      () => true,
      () => false,
    );
}

/** Removes what a killed process left behind. No installation takes an hour. */
async function removeLeftovers(cache: string): Promise<void> {
  for (const name of await readdir(cache)) {
    if (!name.startsWith(".partial-")) continue;
    const leftover = join(cache, name);
    const { mtimeMs } = await stat(leftover).catch(() => ({
      mtimeMs: Infinity,
    }));
    if (Date.now() - mtimeMs > 60 * MINUTE * 1000)
      await rm(leftover, { recursive: true, force: true });
  }
}
