import { createHash } from "node:crypto";
import {
  access,
  chmod,
  copyFile,
  mkdir,
  readFile,
  readlink,
  rename,
  rm,
  symlink,
} from "node:fs/promises";
import { delimiter, join, resolve } from "node:path";
import { cacheFolder, type PulumiCli } from "./findPulumi";
import {
  goModule,
  installInto,
  LANGUAGE_HOST_VERSION,
  MINUTE,
  type Work,
} from "./install";
import { alone } from "./lock";
import { type Environment, run, withProgress } from "./run";

export const LANGUAGES = ["yaml", "python", "go", "java"] as const;
export type Language = (typeof LANGUAGES)[number];

export interface LanguageOptions {
  /** Logs progress. Default: writes to stderr. */
  log?: (line: string) => void;
  /** Default: process.env. */
  env?: Environment;
}

/**
 * The modules from which the hosts and the SDK generator are built. YAML's host requires the Pulumi packages of the other two.
 */
const SDK = "github.com/pulumi/pulumi/sdk/v3";
const OLD_HOSTS = [
  `${SDK}/go/pulumi-language-go`,
  `${SDK}/python/cmd/pulumi-language-python`,
];
const PYTHON_EXEC = "python/cmd/pulumi-language-python-exec";
const YAML_HOST = "github.com/pulumi/pulumi-yaml/cmd/pulumi-language-yaml";
const YAML_VERSION = "1.11.1";
const JAVA_HOST = "github.com/pulumi/pulumi-java/pkg/cmd/pulumi-language-java";
/** The version that the Pulumi packages of YAML's host require. Java programs use the SDK of the same version. */
export const JAVA_VERSION = "0.16.1";
/**
 * The version of the Pulumi packages that YAML's host requires. Go programs with the same version reuse the compiled packages.
 */
export const GO_SDK_VERSION = "3.133.0";
const CODEGEN = "github.com/pulumi/pulumi/pkg/v3/codegen";
const GENERATOR_SOURCE = resolve(__dirname, "../sdk/generate.go");

/** The packages that Python programs and generated SDKs need. Setuptools installs the SDKs without a connection. */
const PYTHON_PACKAGES = [
  "pulumi==3.150.0",
  "parver==1.0.1.post0",
  "semver==2.13.0",
  "setuptools==75.8.0",
];

/**
 * The folder to put on the PATH, after the CLI's own, for programs in a language; undefined if its host is already next to the
 * CLI or on the PATH, as with the official CLI. Builds the hosts of all languages with Go, once, and caches them.
 */
export async function findLanguageHost(
  cli: PulumiCli,
  language: Language,
  options: LanguageOptions = {},
): Promise<string | undefined> {
  const host = `pulumi-language-${language}`;
  const path = (options.env ?? process.env)["PATH"] ?? "";
  // Hosts beside a CLI that was built here are links to hosts built for it, perhaps of an earlier version.
  const own = cli.origin === "go" ? [] : [cli.directory];
  for (const folder of [...own, ...path.split(delimiter)])
    if (folder !== "" && (await exists(join(folder, host)))) return undefined;
  const built = await builtWithGo(options);
  // The engine warns about hosts elsewhere on the PATH in the output of every command.
  if (cli.origin === "go") await link(built, cli.directory, host);
  return built;
}

/** The program that writes the SDKs of a schema: see scripts/sdk/generate.go. */
export async function findGenerator(
  options: LanguageOptions = {},
): Promise<string> {
  return join(await builtWithGo(options), "generate");
}

/** A virtual environment of Python with the Pulumi SDK and what generated SDKs need, made once and cached. */
export function findPython({
  log = console.error,
  env = process.env,
}: LanguageOptions = {}): Promise<string> {
  const name = `python-${hash(PYTHON_PACKAGES)}`;
  return cachedOr(name, "bin/python", { log, env }, async (work) => {
    const folder = join(work.scratch, "venv");
    await withProgress(log, "installing Pulumi's SDK for Python", async () => {
      const limits = { env, signal: work.signal, timeLimitSeconds: 5 * MINUTE };
      await run("python3", ["-m", "venv", folder], limits);
      // Not the script `pip`, which contains the path of this folder.
      // prettier-ignore
      await run(pythonOf(folder), ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", ...PYTHON_PACKAGES], limits);
    });
    return folder;
  });
}

export function pythonOf(environment: string): string {
  return join(environment, "bin", "python");
}

async function builtWithGo({
  log = console.error,
  env = process.env,
}: LanguageOptions): Promise<string> {
  const generator = await readFile(GENERATOR_SOURCE, "utf8");
  const versions = [LANGUAGE_HOST_VERSION, YAML_VERSION, JAVA_VERSION];
  const name = `languages-${hash([...versions, GO_SDK_VERSION, generator])}`;
  return cachedOr(name, "generate", { log, env }, async (work) => {
    const folder = join(work.scratch, "bin");
    await mkdir(folder);
    const what =
      "building Pulumi's language hosts, once, about two to four minutes";
    await withProgress(log, what, async () => {
      await buildOldHosts(work, folder);
      await buildYamlHost(work, folder);
    });
    return folder;
  });
}

async function buildOldHosts(work: Work, folder: string): Promise<void> {
  const go = goIn(work, await goModule(work.scratch));
  await go("get", ...OLD_HOSTS.map((it) => `${it}@v${LANGUAGE_HOST_VERSION}`));
  const stamp = `-X ${SDK}/go/common/version.Version=v${LANGUAGE_HOST_VERSION}`;
  // prettier-ignore
  await go("build", "-ldflags", `-s -w ${stamp}`, "-o", `${folder}/`, ...OLD_HOSTS);
  const source = (await go("list", "-m", "-f", "{{.Dir}}", SDK)).trim();
  const exec = join(folder, "pulumi-language-python-exec");
  await copyFile(join(source, PYTHON_EXEC), exec);
  await chmod(exec, 0o755);
}

async function buildYamlHost(work: Work, folder: string): Promise<void> {
  const module = await goModule(work.scratch);
  await mkdir(join(module, "generate"));
  await copyFile(GENERATOR_SOURCE, join(module, "generate", "main.go"));
  const go = goIn(work, module);
  await go(
    "get",
    `${YAML_HOST}@v${YAML_VERSION}`,
    `${JAVA_HOST}@v${JAVA_VERSION}`,
    `${CODEGEN}/go@v${GO_SDK_VERSION}`,
    `${CODEGEN}/python@v${GO_SDK_VERSION}`,
  );
  // prettier-ignore
  await go("build", "-ldflags", "-s -w", "-o", `${folder}/`, YAML_HOST, JAVA_HOST, "./generate");
}

/** Settings that let Go programs reuse the packages compiled for the hosts. */
export function goEnvironment(env: Environment): Environment {
  return {
    ...env,
    GOFLAGS: "-mod=mod -buildvcs=false",
    GOWORK: "off",
    CGO_ENABLED: "0",
  };
}

function goIn({ env, signal }: Work, cwd: string) {
  return (...args: string[]): Promise<string> =>
    run("go", args, {
      env: goEnvironment(env),
      cwd,
      signal,
      timeLimitSeconds: 20 * MINUTE,
    });
}

/**
 * The folder of that name in the cache, if it contains that file. Otherwise, one process creates it while others wait.
 */
export async function cachedOr(
  name: string,
  file: string,
  { log, env }: Pick<Work, "log" | "env">,
  make: (work: Work) => Promise<string>,
): Promise<string> {
  const cache = cacheFolder(env);
  const works = (folder: string) => exists(join(folder, file));
  const cached = join(cache, name);
  if (await works(cached)) return cached;
  return alone(cache, log, async () => {
    if (await works(cached)) return cached;
    return installInto(cache, { env, log }, async (work) => ({
      folder: await make(work),
      name,
      works,
    }));
  });
}

/** Creates a link in a folder atomically, unless it exists. */
async function link(from: string, into: string, name: string): Promise<void> {
  const target = join(from, name);
  const there = join(into, name);
  if ((await readlink(there).catch(() => "")) === target) return;
  const fresh = `${there}.${String(process.pid)}`;
  await rm(fresh, { force: true });
  await symlink(target, fresh);
  await rename(fresh, there);
}

export function hash(parts: readonly string[]): string {
  return createHash("sha256")
    .update(parts.join("\n"))
    .digest("hex")
    .slice(0, 12);
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
