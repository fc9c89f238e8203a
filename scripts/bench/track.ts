import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import {
  type EmulatorControl,
  emulatorControl,
} from "../../emulator/controlClient.js";
import { startEmulatorProcess } from "../../test/support/emulatorProcess.js";
import type { Run, Stack } from "../../test/support/stack.js";
import {
  type Contestant,
  floorIn,
  type Program,
  stackOf,
  tasks,
} from "./programs.js";

export type Operation = "preview" | "up";

export interface Sample {
  readonly seconds: number;
  /** Counted by the server. */
  readonly requests: number;
  /** The most requests in flight at the server. */
  readonly atOnce: number;
}

/** An emulator in a separate process, and a stack for each program. */
export class Track {
  private constructor(
    readonly cloud: EmulatorControl,
    readonly stacks: Record<Program, Stack>,
    readonly floor: Awaited<ReturnType<typeof floorIn>>,
    readonly close: () => Promise<void>,
  ) {}

  static async open(mostResources: number): Promise<Track> {
    const emulator = await startEmulatorProcess();
    const folder = await mkdtemp(join(tmpdir(), "bench-"));
    const stacks: Stack[] = [];
    const close = async () => {
      await emulator.stop();
      await Promise.all(stacks.map((stack) => stack.remove()));
      await rm(folder, { recursive: true, force: true });
    };
    try {
      const cloud = emulatorControl(emulator.url);
      await cloud.setDetections(tasks(mostResources));
      const open = async (program: Program) => {
        const stack = await stackOf(program, emulator.url);
        stacks.push(stack);
        return stack;
      };
      const programs = {
        ours: await open("ours"),
        engine: await open("engine"),
        oneByOne: await open("oneByOne"),
      };
      return new Track(
        cloud,
        programs,
        await floorIn(folder, emulator.url),
        close,
      );
    } catch (error) {
      await close();
      throw error;
    }
  }

  /** Creates that many resources in the state, since the benchmark measures updates without changes. */
  async fill(program: Program, resources: number): Promise<void> {
    const stack = this.stacks[program];
    await this.cloud.settings({ latencyMs: 0 });
    stack.setEnvironment({
      BENCH_COUNT: String(resources),
      // Otherwise the engine writes the whole state after each resource.
      PULUMI_EXPERIMENTAL: "1",
      PULUMI_SKIP_CHECKPOINTS: "1",
    });
    succeeded(await stack.up());
    stack.setEnvironment({
      PULUMI_EXPERIMENTAL: "",
      PULUMI_SKIP_CHECKPOINTS: "",
    });
  }

  async run(
    contestant: Contestant,
    operation: Operation,
    resources: number,
    latencyMs: number,
  ): Promise<Sample> {
    await this.cloud.settings({ latencyMs });
    await this.cloud.clearRequests();
    const seconds =
      contestant === "floor"
        ? await this.#fetchAll(operation, resources)
        : await this.#operate(contestant, operation, resources);
    const requests = await this.cloud.requests();
    const atOnce = Math.max(0, ...requests.map((one) => one.concurrent));
    return { seconds, requests: requests.length, atOnce };
  }

  /** The peak memory of the provider process in a preview, in megabytes. */
  async memory(program: Program, resources: number): Promise<number> {
    const stack = this.stacks[program];
    const log = join(stack.folder, `memory-${String(resources)}.txt`);
    stack.setEnvironment({
      BENCH_MEMORY: log,
      NODE_OPTIONS: "--require ./memory.js",
    });
    await this.#operate(program, "preview", resources);
    stack.setEnvironment({ NODE_OPTIONS: "" });
    const kilobytes = (await readFile(log, "utf8")).trim().split("\n");
    return Math.max(...kilobytes.map(Number)) / 1024;
  }

  async #operate(program: Program, operation: Operation, resources: number) {
    const stack = this.stacks[program];
    stack.setEnvironment({ BENCH_COUNT: String(resources) });
    const run =
      operation === "preview"
        ? await stack.preview()
        : await stack.run("up", "--yes");
    return succeeded(run).seconds;
  }

  /** Runs once for a preview and twice for an update, like the engine, which starts a process for each. */
  async #fetchAll(operation: Operation, resources: number): Promise<number> {
    let seconds = 0;
    for (let times = operation === "up" ? 2 : 1; times > 0; times--) {
      const { stdout } = await promisify(execFile)(
        process.execPath,
        [this.floor.script],
        {
          env: { ...this.floor.environment, BENCH_COUNT: String(resources) },
        },
      );
      seconds += Number(stdout);
    }
    return seconds;
  }
}

function succeeded(run: Run): Run {
  if (run.code !== 0) {
    throw new Error(`a run ended with ${String(run.code)}:\n${run.output}`);
  }
  return run;
}
