import { execFile } from "node:child_process";
import { copyFile, cp, readFile } from "node:fs/promises";
import { delimiter, join, resolve } from "node:path";
import { promisify } from "node:util";
import {
  findGenerator,
  findLanguageHost,
  findPython,
  GO_SDK_VERSION,
  goEnvironment,
  JAVA_VERSION,
  type Language,
} from "../../scripts/cli/languages.js";
import { run } from "../../scripts/cli/run.js";
import { cachedSdks, type InstalledSdks } from "../../scripts/sdk/sdk.js";
import { pulumiCli } from "./pulumiCli.js";
import { Stack, type StackOptions } from "./stack.js";

const exec = promisify(execFile);

/** The folder of this package's plugin executable, and its schema. */
export const PLUGIN = resolve(__dirname, "../../plugin/bin");
export const SCHEMA = resolve(__dirname, "../../plugin/schema.json");

/**
 * A Java program whose main class is `App`. Generated SDKs are placed next to its sources, and import one more package. Its jar
 * lists the jars that it needs in Maven's repository.
 */
const POM = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>test</groupId>
  <artifactId>test</artifactId>
  <version>1.0.0</version>
  <properties>
    <maven.compiler.source>17</maven.compiler.source>
    <maven.compiler.target>17</maven.compiler.target>
    <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
    <exec.mainClass>App</exec.mainClass>
  </properties>
  <dependencies>
    <dependency>
      <groupId>com.pulumi</groupId>
      <artifactId>pulumi</artifactId>
      <version>${JAVA_VERSION}</version>
    </dependency>
    <dependency>
      <groupId>com.google.code.findbugs</groupId>
      <artifactId>jsr305</artifactId>
      <version>3.0.2</version>
    </dependency>
  </dependencies>
  <build>
    <finalName>program</finalName>
    <plugins>
      <plugin>
        <groupId>org.apache.maven.plugins</groupId>
        <artifactId>maven-jar-plugin</artifactId>
        <version>3.4.2</version>
        <configuration>
          <archive>
            <manifest>
              <mainClass>\${exec.mainClass}</mainClass>
              <addClasspath>true</addClasspath>
              <classpathPrefix>\${settings.localRepository}/</classpathPrefix>
              <classpathLayoutType>repository</classpathLayoutType>
            </manifest>
          </archive>
        </configuration>
      </plugin>
    </plugins>
  </build>
</project>
`;

export interface LanguageProgram extends Omit<
  StackOptions,
  "program" | "main" | "packages"
> {
  /** By name: `Pulumi.yaml` (with a default except for YAML), `__main__.py`, `main.go`, `src/main/java/App.java`. */
  readonly files: Readonly<Record<string, string>>;
  /** The folder of the provider plugin's executable, for `plugins.providers[].path`, if Pulumi.yaml has no `plugins`. */
  readonly plugin?: string;
  /** The provider's schema, from which the program's SDK is generated. */
  readonly schema?: string;
}

/**
 * Finds or builds what programs in a language need, before the tests of a `describe`. Call it inside the `describe`. If that
 * fails, the tests are skipped with a line that says why, or fail if the comma-separated list PULUMI_LANGUAGES contains the
 * language.
 */
export function programsIn(language: Language) {
  before(async function () {
    // Building takes minutes the first time.
    this.timeout(0);
    try {
      await hostPath(language);
      if (language !== "yaml") await findGenerator();
    } catch (error) {
      const required = process.env["PULUMI_LANGUAGES"] ?? "";
      if (required.split(",").includes(language)) throw error;
      console.error(
        `SKIPPED the tests of ${language} programs: ${(error as Error).message}`,
      );
      this.skip();
    }
  });
  return {
    /** Creates a stack of such a program. */
    async options(program: LanguageProgram): Promise<StackOptions> {
      const { files, plugin, schema, environment, ...options } = program;
      const path = await hostPath(language, options.engine);
      const sdks =
        schema === undefined || language === "yaml"
          ? undefined
          : await cachedSdks(schema);
      const own = language === "go" ? await goCaches() : {};
      return {
        ...options,
        program: {
          ...(language === "java" && { "pom.xml": POM }),
          ...files,
          "Pulumi.yaml": project(language, files["Pulumi.yaml"], plugin),
        },
        environment: {
          ...own,
          ...(sdks && { PYTHONPATH: sdks.pythonPath }),
          ...environment,
          PATH: [...path, environment?.["PATH"] ?? process.env["PATH"]].join(
            delimiter,
          ),
        },
        packages: async (folder) => {
          if (language === "go") await compileGo(folder, sdks);
          if (language === "java") await compileJava(folder, sdks);
        },
      };
    },
    async stack(program: LanguageProgram): Promise<Stack> {
      return Stack.create(await this.options(program));
    },
  };
}

/**
 * The folders to put first on the PATH. Older hosts don't find the virtual environment that newer engines name, but do find
 * this one.
 */
async function hostPath(
  language: Language,
  engine?: StackOptions["engine"],
): Promise<string[]> {
  const cli = await pulumiCli(engine);
  const host = await findLanguageHost(cli, language);
  const python = language === "python" ? [join(await findPython(), "bin")] : [];
  if (language === "go") await exec("go", ["version"]);
  if (language === "java") await exec("mvn", ["--version"]);
  return [...python, ...(host === undefined ? [] : [host])];
}

/**
 * Go and Java programs are compiled once, not by every command of a test. On the newest engine, Maven compiles Java programs
 * every time.
 */
const RUNTIMES: Record<Language, string> = {
  yaml: "yaml",
  python: "python",
  go: "{ name: go, options: { binary: ./program } }",
  java: "{ name: java, options: { binary: target/program.jar } }",
};

function project(
  language: Language,
  given: string | undefined,
  plugin: string | undefined,
): string {
  const text = given ?? `name: test\nruntime: ${RUNTIMES[language]}\n`;
  if (plugin === undefined || /^plugins:/m.test(text)) return text;
  return `${text}
plugins:
  providers:
    - name: huaweicloud-dc
      path: ${plugin}
`;
}

async function compileJava(
  folder: string,
  sdks: InstalledSdks | undefined,
): Promise<void> {
  if (sdks)
    await cp(join(sdks.java, "src"), join(folder, "src"), { recursive: true });
  // prettier-ignore
  await run("mvn", ["--quiet", "--batch-mode", "package", "-Dmaven.test.skip"], { cwd: folder, env: process.env, timeLimitSeconds: 300 });
}

async function compileGo(
  folder: string,
  sdks: InstalledSdks | undefined,
): Promise<void> {
  const options = { cwd: folder, env: goEnvironment(process.env) };
  const go = (...args: string[]) => exec("go", args, options);
  const there = await readFile(join(folder, "go.mod")).catch(() => undefined);
  if (there === undefined) {
    await go("mod", "init", "test");
    const sdk = `github.com/pulumi/pulumi/sdk/v3@v${GO_SDK_VERSION}`;
    await go("mod", "edit", "-go=1.21", `-require=${sdk}`);
  }
  if (sdks) {
    const { goModule } = sdks;
    // prettier-ignore
    await go("mod", "edit", `-require=${goModule}@v0.0.0`, `-replace=${goModule}=${sdks.go}`);
    // The checksums of Pulumi's modules. Without them, Go would request each one.
    if (there === undefined)
      await copyFile(join(sdks.go, "go.sum"), join(folder, "go.sum"));
  }
  await go("build", "-o", "program", ".");
}

/** A stack has its own home folder, to which Go would download everything again. */
async function goCaches(): Promise<Record<string, string>> {
  const names = ["GOMODCACHE", "GOCACHE"];
  const { stdout } = await exec("go", ["env", "-json", ...names]);
  return {
    ...(JSON.parse(stdout) as Record<string, string>),
    GOFLAGS: "-mod=mod -buildvcs=false",
    CGO_ENABLED: "0",
  };
}
