import { readFile, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import * as v from "valibot";
import {
  cachedOr,
  findGenerator,
  findPython,
  GO_SDK_VERSION,
  goEnvironment,
  hash,
  type LanguageOptions,
  pythonOf,
} from "../cli/languages";
import { run } from "../cli/run";

const root = resolve(__dirname, "../..");
const MINUTE = 60;

/** The parts of a schema used here. */
const Schema = v.object({
  language: v.object({ go: v.object({ modulePath: v.string() }) }),
});

export interface Sdks {
  /** A package to install with pip. */
  readonly python: string;
  /** A Go module of that path, for a `replace` in a program's go.mod. */
  readonly go: string;
  readonly goModule: string;
  /** Java's sources, in `src/main/java`. */
  readonly java: string;
}

/** Writes the SDKs of a schema into a folder, replacing its contents. */
export async function writeSdks(
  schema: string,
  folder: string,
  options: LanguageOptions = {},
): Promise<Sdks> {
  const goModule = goModuleOf(await readFile(schema, "utf8"));
  await rm(folder, { recursive: true, force: true });
  await run(await findGenerator(options), [schema, folder], {
    env: options.env ?? process.env,
    timeLimitSeconds: MINUTE,
  });
  const sdks = sdksIn(folder, goModule);
  const required = `require github.com/pulumi/pulumi/sdk/v3 v${GO_SDK_VERSION}`;
  const text = `module ${goModule}\n\ngo 1.21\n\n${required}\n`;
  await writeFile(join(sdks.go, "go.mod"), text);
  return sdks;
}

export interface InstalledSdks extends Sdks {
  /** The folder for PYTHONPATH in which the Python SDK is installed. */
  readonly pythonPath: string;
}

/** The SDKs of a schema, compiled and installed. Created once for each schema and cached. */
export async function cachedSdks(
  schema: string,
  { log = console.error, env = process.env }: LanguageOptions = {},
): Promise<InstalledSdks> {
  const options = { log, env };
  const generator = await findGenerator(options);
  const text = await readFile(schema, "utf8");
  const name = `sdks-${hash([generator, await findPython(options), text])}`;
  const folder = await cachedOr(
    name,
    "python-installed",
    options,
    async ({ scratch }) => {
      const made = join(scratch, "sdks");
      const sdks = await writeSdks(schema, made, options);
      await compileSdks(sdks, options);
      await installPythonSdk(sdks, join(made, "python-installed"), options);
      return made;
    },
  );
  return {
    ...sdksIn(folder, goModuleOf(text)),
    pythonPath: join(folder, "python-installed"),
  };
}

function sdksIn(folder: string, goModule: string): Sdks {
  return {
    python: join(folder, "python"),
    go: join(folder, "go"),
    goModule,
    java: join(folder, "java"),
  };
}

function goModuleOf(schema: string): string {
  return v.parse(Schema, JSON.parse(schema)).language.go.modulePath;
}

/** Installs the Python SDK, as users do, into a folder for PYTHONPATH. */
async function installPythonSdk(
  { python }: Sdks,
  into: string,
  options: LanguageOptions = {},
): Promise<void> {
  const env = options.env ?? process.env;
  const environment = await findPython(options);
  // prettier-ignore
  await run(pythonOf(environment), ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps",
    "--no-build-isolation", "--upgrade", "--target", into, python], { env, timeLimitSeconds: 5 * MINUTE });
}

/** Fails if an SDK does not compile. */
async function compileSdks(
  { python, go }: Sdks,
  options: LanguageOptions = {},
): Promise<void> {
  const env = options.env ?? process.env;
  const limits = { timeLimitSeconds: 10 * MINUTE };
  // prettier-ignore
  await run(pythonOf(await findPython(options)), ["-m", "compileall", "-q", python], { env, ...limits });
  await run("go", ["build", "./..."], {
    cwd: go,
    env: goEnvironment(env),
    ...limits,
  });
}

async function main([schema, folder]: string[]): Promise<void> {
  const sdks = await writeSdks(
    resolve(schema ?? join(root, "plugin", "schema.json")),
    resolve(folder ?? join(root, "dist-sdk")),
  );
  await compileSdks(sdks);
  console.log(`${sdks.python}\n${sdks.go}\n${sdks.java}`);
}

if (require.main === module)
  main(process.argv.slice(2)).catch((error: unknown) => {
    console.error((error as Error).message);
    process.exitCode = 1;
  });
