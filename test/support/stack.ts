import { spawn } from "node:child_process";
import {
  mkdir,
  mkdtemp,
  readdir,
  readlink,
  rm,
  symlink,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { type Engine, pulumiCli } from "./pulumiCli.js";

const root = resolve(__dirname, "../..");

/** Commands take seconds; one that takes this long, on the busiest machine, hangs. */
const COMMAND_LIMIT_MS = 300_000;

export interface Run {
  readonly code: number | null;
  /** What a person sees: stdout and stderr, in the order of their arrival. */
  readonly output: string;
  readonly stdout: string;
  readonly seconds: number;
}

export interface SavedResource {
  readonly urn: string;
  readonly type: string;
  readonly id?: string;
  readonly inputs?: Record<string, unknown>;
  readonly outputs?: Record<string, unknown>;
}

/** A step of `pulumi preview --json`. */
export interface Step {
  readonly op: string;
  readonly urn: string;
  readonly oldState?: SavedResource;
  readonly newState?: SavedResource;
  readonly replaceReasons?: readonly string[];
}

export interface StackOptions {
  /** The text of `index.js`; or of other files by their name, of which `main` names the program. */
  readonly program: string | Record<string, string>;
  readonly main?: string;
  readonly config?: Record<string, string>;
  readonly secrets?: Record<string, string>;
  readonly environment?: Record<string, string>;
  /** A `node_modules` folder to use, or what installs one; by default, one that links to the checkout. */
  readonly packages?: string | ((folder: string) => Promise<void>);
  /** Where its folder is made. Default: the system's temporary folder. */
  readonly within?: string;
  /** Default: what `PULUMI_ENGINE` says. */
  readonly engine?: Engine;
}

/** A Pulumi project in a throw-away folder, with a local backend, run by the real command-line tool. */
export class Stack {
  private constructor(
    readonly folder: string,
    public environment: Readonly<Record<string, string>>,
  ) {}

  static async create(options: StackOptions): Promise<Stack> {
    const cli = await pulumiCli(options.engine);
    const folder = await mkdtemp(join(options.within ?? tmpdir(), "stack-"));
    const stack = new Stack(folder, {
      PATH: `${cli.directory}:${options.environment?.["PATH"] ?? process.env["PATH"] ?? ""}`,
      HOME: folder,
      PULUMI_HOME: join(folder, ".home"),
      PULUMI_BACKEND_URL: `file://${join(folder, ".state")}`,
      PULUMI_CONFIG_PASSPHRASE: "",
      PULUMI_SKIP_UPDATE_CHECK: "1",
      ...(options.packages === undefined && {
        NODE_OPTIONS: `--require "${join(__dirname, "lateLoading.js")}"`,
      }),
      ...without(options.environment, "PATH"),
    });
    await mkdir(join(folder, ".state"));
    const files =
      typeof options.program === "string"
        ? { "index.js": options.program }
        : options.program;
    const main = options.main ?? Object.keys(files)[0] ?? "index.js";
    await stack.write({
      "Pulumi.yaml": `name: test
runtime: { name: nodejs, options: { typescript: ${String(main.endsWith("ts"))} } }
main: ${main}
`,
      "package.json": JSON.stringify({ name: "test", version: "1.0.0" }),
      ...files,
    });
    await stack.installPackages(options.packages);
    await stack.must("stack", "init", "test");
    await stack.configure(options.config, options.secrets);
    return stack;
  }

  preview(...args: string[]): Promise<Run> {
    return this.run("preview", ...args);
  }

  /** The steps that a preview shows, by the names of the resources. */
  async steps(...args: string[]): Promise<Record<string, Step>> {
    return stepsOf(await this.must("preview", "--json", ...args));
  }

  /** An update without a preview before it. */
  up(...args: string[]): Promise<Run> {
    return this.run("up", "--yes", "--skip-preview", ...args);
  }

  refresh(...args: string[]): Promise<Run> {
    return this.run("refresh", "--yes", "--skip-preview", ...args);
  }

  destroy(...args: string[]): Promise<Run> {
    return this.run("destroy", "--yes", "--skip-preview", ...args);
  }

  async outputs(): Promise<Record<string, unknown>> {
    const { stdout } = await this.must("stack", "output", "--json");
    return JSON.parse(stdout) as Record<string, unknown>;
  }

  /** The exported state, as text: what a leak would be found in. */
  async exported(): Promise<string> {
    return (await this.must("stack", "export")).stdout;
  }

  async resources(): Promise<SavedResource[]> {
    const { deployment } = JSON.parse(await this.exported()) as {
      deployment: { resources?: SavedResource[] };
    };
    return deployment.resources ?? [];
  }

  /** The saved resource of that name. */
  async resource(name: string): Promise<SavedResource | undefined> {
    return (await this.resources()).find(({ urn }) =>
      urn.endsWith(`::${name}`),
    );
  }

  async write(files: Record<string, string>): Promise<void> {
    for (const [name, text] of Object.entries(files)) {
      await mkdir(dirname(join(this.folder, name)), { recursive: true });
      await writeFile(join(this.folder, name), text);
    }
  }

  /** Sets values in the stack's config, in clear and as secrets. */
  async configure(
    config: Record<string, string> = {},
    secrets: Record<string, string> = {},
  ): Promise<void> {
    const set = [
      ...Object.entries(config).map(([key, value]) => [
        "--plaintext",
        `${key}=${value}`,
      ]),
      ...Object.entries(secrets).map(([key, value]) => [
        "--secret",
        `${key}=${value}`,
      ]),
    ].flat();
    if (set.length > 0) await this.must("config", "set-all", "--path", ...set);
  }

  setEnvironment(values: Record<string, string>): void {
    this.environment = { ...this.environment, ...values };
  }

  async engineVersion(): Promise<string> {
    return (await this.must("version")).stdout.trim();
  }

  /** The command with those arguments, whatever it ends with; killed after five minutes. */
  run(...args: string[]): Promise<Run> {
    return this.watch(args, () => undefined);
  }

  /** The command with those arguments, ended by pressing Ctrl-C again and again as soon as it has printed such a line. */
  runUntil(line: RegExp, ...args: string[]): Promise<Run> {
    let pressing: NodeJS.Timeout | undefined;
    const run = this.watch(args, (output, interrupt) => {
      if (!line.test(output) || pressing !== undefined) return;
      interrupt();
      pressing = setInterval(interrupt, 300);
    });
    return run.finally(() => {
      clearInterval(pressing);
    });
  }

  /** The command with those arguments, ended by pressing Ctrl-C once, as soon as it has printed such a line. */
  async interrupt(
    line: RegExp,
    ...args: string[]
  ): Promise<Run & { readonly secondsAfter: number }> {
    let pressedAt: number | undefined;
    const run = await this.watch(args, (output, interrupt) => {
      if (!line.test(output) || pressedAt !== undefined) return;
      pressedAt = performance.now();
      interrupt();
    });
    const secondsAfter = (performance.now() - (pressedAt ?? NaN)) / 1000;
    return { ...run, secondsAfter };
  }

  /** The command with those arguments, while something is done to its process, as long as that has not ended. */
  async runWhile(
    act: (pid: number, ended: AbortSignal) => Promise<void>,
    ...args: string[]
  ): Promise<Run> {
    let acting: Promise<void> | undefined;
    const end = new AbortController();
    const run = await this.watch(
      args,
      () => undefined,
      (pid) => {
        acting = act(pid, end.signal);
      },
    ).finally(() => {
      end.abort();
    });
    await acting;
    return run;
  }

  async must(...args: string[]): Promise<Run> {
    const run = await this.run(...args);
    if (run.code !== 0) {
      throw new Error(`pulumi ${args.join(" ")} failed:\n${run.output}`);
    }
    return run;
  }

  async remove(): Promise<void> {
    await endProcessesIn(this.folder);
    await rm(this.folder, { recursive: true, force: true });
  }

  private watch(
    args: string[],
    onOutput: (output: string, interrupt: () => void) => void,
    onStart: (pid: number) => void = () => undefined,
  ): Promise<Run> {
    const started = performance.now();
    return new Promise((resolve, reject) => {
      const child = spawn("pulumi", [...args, "--non-interactive"], {
        cwd: this.folder,
        env: this.environment,
        timeout: COMMAND_LIMIT_MS,
      });
      if (child.pid !== undefined) onStart(child.pid);
      let output = "";
      let stdout = "";
      const add = (chunk: Buffer) => {
        output += chunk.toString();
        onOutput(output, () => child.kill("SIGINT"));
      };
      child.stdout.on("data", (chunk: Buffer) => {
        stdout += chunk.toString();
        add(chunk);
      });
      child.stderr.on("data", add);
      child.on("error", reject);
      child.on("close", (code) => {
        const seconds = (performance.now() - started) / 1000;
        resolve({ code, output, stdout, seconds });
      });
    });
  }

  private async installPackages(
    installed: StackOptions["packages"],
  ): Promise<void> {
    const packages = join(this.folder, "node_modules");
    if (typeof installed === "function") return installed(this.folder);
    if (installed !== undefined) return symlink(installed, packages);
    await mkdir(packages);
    await symlink(root, join(packages, "pulumi-huaweicloud-dc"));
    for (const name of ["@pulumi", "@types", "typescript"]) {
      await symlink(join(root, "node_modules", name), join(packages, name));
    }
  }
}

/** Ends what an engine that was killed has left behind: its plugins outlive it. Looks for them where there is a /proc. */
async function endProcessesIn(folder: string): Promise<void> {
  const pids = await readdir("/proc").catch(() => []);
  for (const pid of pids.filter((name) => /^\d+$/.test(name))) {
    const where = await readlink(`/proc/${pid}/cwd`).catch(() => "");
    if (where !== folder) continue;
    try {
      process.kill(Number(pid), "SIGKILL");
    } catch {
      // It has just ended by itself.
    }
  }
}

/** The steps of a `preview --json`, by the names of the resources. */
export function stepsOf({ stdout }: Run): Record<string, Step> {
  const { steps } = JSON.parse(stdout) as { steps: Step[] };
  return Object.fromEntries(
    steps.map((step) => [step.urn.split("::").at(-1) ?? "", step]),
  );
}

function without(
  values: Readonly<Record<string, string>> = {},
  name: string,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).filter(([key]) => key !== name),
  );
}
