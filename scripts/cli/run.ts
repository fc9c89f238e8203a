import { spawn } from "node:child_process";
import { basename, join } from "node:path";

const PROGRESS_EVERY_SECONDS = 15;

export type Environment = NodeJS.ProcessEnv;

export interface RunOptions {
  env: Environment;
  timeLimitSeconds: number;
  cwd?: string;
  signal?: AbortSignal;
}

/** Runs a command and returns its stdout. Its stderr only appears in the error if it fails. */
export function run(
  command: string,
  args: string[],
  { env, cwd, timeLimitSeconds, signal }: RunOptions,
): Promise<string> {
  const name = basename(command);
  const windows = process.platform === "win32";
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      env,
      cwd,
      // npm and go start child processes: a process group lets us end all of them.
      detached: !windows,
      // On Windows `npm` is a batch file, which only a shell can start.
      shell: windows && command === "npm",
      windowsHide: true,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let stdout = "";
    let output = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
      output += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });

    const end = (reason: Error) => {
      try {
        if (windows || child.pid === undefined) child.kill();
        else process.kill(-child.pid, "SIGTERM");
      } catch {
        // The process has just exited.
      }
      finish(() => {
        reject(reason);
      });
    };
    const timer = setTimeout(() => {
      end(
        new Error(
          `${name} was stopped after ${String(timeLimitSeconds)} seconds`,
        ),
      );
    }, timeLimitSeconds * 1000);
    const onAbort = () => {
      end(signal?.reason as Error);
    };
    const finish = (settle: () => void) => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", onAbort);
      settle();
    };

    child.on("error", (error: NodeJS.ErrnoException) => {
      finish(() => {
        reject(
          error.code === "ENOENT"
            ? new Error(`${name} is not on the PATH`)
            : error,
        );
      });
    });
    child.on("close", (code, killedBy) => {
      finish(() => {
        if (code === 0) resolve(stdout);
        else
          reject(
            new Error(
              `${name} ended with ${killedBy ?? `exit code ${String(code)}`}${lastLines(output)}`,
            ),
          );
      });
    });
    if (signal?.aborted) onAbort();
    else signal?.addEventListener("abort", onAbort);
  });
}

/** Logs what is being done: at once, and then every few seconds with the elapsed time. */
export async function withProgress<T>(
  log: (line: string) => void,
  what: string,
  work: () => Promise<T>,
): Promise<T> {
  log(what);
  const start = Date.now();
  const timer = setInterval(() => {
    const seconds = Math.round((Date.now() - start) / 1000);
    log(`${what} … ${String(seconds)} s`);
  }, PROGRESS_EVERY_SECONDS * 1000);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}

/** The version that the CLI in a folder reports, such as "3.150.0"; fails if it does not run. */
export async function pulumiVersion(
  directory: string,
  env: Environment,
): Promise<string> {
  const output = await run(pulumiIn(directory), ["version"], {
    env: { ...env, PULUMI_SKIP_UPDATE_CHECK: "1" },
    timeLimitSeconds: 120,
  });
  const version = /^v?(\d+\.\d+\.\d+)/.exec(output.trim())?.[1];
  if (version === undefined)
    throw new Error(`"pulumi version" printed no version${lastLines(output)}`);
  return version;
}

export function pulumiIn(directory: string): string {
  return join(
    directory,
    process.platform === "win32" ? "pulumi.exe" : "pulumi",
  );
}

function lastLines(output: string): string {
  const lines = output.split("\n").filter((line) => line.trim() !== "");
  return lines.length === 0 ? "" : `: ${lines.slice(-4).join(" / ")}`;
}
