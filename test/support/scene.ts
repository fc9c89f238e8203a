import type {
  EmulatorControl,
  LoggedRequest,
} from "../../emulator/controlClient.js";
import * as seed from "../../emulator/seed.js";
import { type EmulatedCloud, emulatedCloud } from "./emulatedCloud.js";
import { prelude } from "./programs.js";
import { type Run, Stack, type StackOptions } from "./stack.js";

/** The output of an engine run, and its requests to the cloud. */
export interface ObservedRun extends Run {
  readonly requests: readonly LoggedRequest[];
}

/** An emulated cloud and the stacks that talk to it, for the tests of one `describe`. */
export class Scene {
  readonly #stacks: Stack[] = [];

  private constructor(private readonly emulated: EmulatedCloud) {}

  /** Starts the cloud before the tests of a `describe`, and removes everything after them. Call it inside the `describe`. */
  static here(): Scene {
    const scene = new Scene(emulatedCloud({ ownProcess: true, fresh: false }));
    after(() => Promise.all(scene.#stacks.map((stack) => stack.remove())));
    return scene;
  }

  get url(): string {
    return this.emulated.url;
  }

  get cloud(): EmulatorControl {
    return this.emulated.control;
  }

  /** A stack with good settings; `program` follows the {@link prelude}. Its token is in the environment. */
  async stack(
    program: string,
    options: Partial<StackOptions> = {},
  ): Promise<Stack> {
    return this.bareStack({
      program: prelude + program,
      ...options,
      config: { ...this.config, ...options.config },
      environment: { HW_AUTH_TOKEN: seed.token, ...options.environment },
    });
  }

  /** A program in the form that {@link stack} writes. */
  written(program: string): string {
    return prelude + program;
  }

  /** A stack with only the given settings. It is removed with the others. */
  async bareStack(options: StackOptions): Promise<Stack> {
    const stack = await Stack.create(options);
    this.#stacks.push(stack);
    return stack;
  }

  /** The location of the line, as config. */
  get config(): Record<string, string> {
    return {
      "huaweicloud:region": seed.region,
      "huaweicloud:projectId": seed.projectId,
      "huaweicloud:endpoints.dc": this.url,
    };
  }

  /** Runs something, and returns its requests to the cloud. */
  async observe(run: () => Promise<Run>): Promise<ObservedRun> {
    await this.cloud.clearRequests();
    const done = await run();
    return { ...done, requests: await this.cloud.requests() };
  }
}

/** The requested ids, one for each request, sorted. */
export function asked({ requests }: ObservedRun): string[] {
  return requests.map(({ id, operation }) => id ?? operation).sort();
}
