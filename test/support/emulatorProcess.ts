import { spawn } from "node:child_process";
import { resolve } from "node:path";

const root = resolve(__dirname, "../..");

export interface EmulatorProcess {
  readonly url: string;
  stop(signal?: NodeJS.Signals): Promise<void>;
}

/** The emulator as users start it: a separate process, on a free port. */
export function startEmulatorProcess(): Promise<EmulatorProcess> {
  const child = spawn(
    process.execPath,
    ["--import", "tsx", "emulator/main.ts"],
    { cwd: root, stdio: ["ignore", "pipe", "inherit"] },
  );
  const ended = new Promise<void>((done) =>
    child.on("exit", () => {
      done();
    }),
  );
  return new Promise((started, failed) => {
    let text = "";
    child.stdout.on("data", (chunk: Buffer) => {
      text += chunk.toString();
      const [, url] = /listening on (\S+)/.exec(text) ?? [];
      if (url === undefined) return;
      started({
        url,
        stop: (signal) => {
          child.kill(signal);
          return ended;
        },
      });
    });
    child.on("exit", (code) => {
      failed(new Error(`the emulator ended with ${String(code)}: ${text}`));
    });
  });
}
