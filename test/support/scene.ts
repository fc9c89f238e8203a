import type {
  EmulatorControl,
  LoggedRequest,
} from "../../emulator/controlClient.js";
import * as seed from "../../emulator/seed.js";
import { type EmulatedCloud, emulatedCloud } from "./emulatedCloud.js";
import { prelude } from "./programs.js";
import { type Run, Stack, type StackOptions } from "./stack.js";

/** What a run of the engine asked the cloud, besides what it printed. */
export interface ObservedRun extends Run {
  readonly requests: readonly LoggedRequest[];
}

/** An emulated cloud and the stacks that talk to it, for the tests of one `describe`. */
export class Scene {
  readonly #stacks: Stack[] = [];

  private constructor(private readonly emulated: EmulatedCloud) {}

  /** To be called inside `describe`: starts the cloud before its tests, and removes everything after them. */
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

  /** A program as {@link stack} writes it. */
  written(program: string): string {
    return prelude + program;
  }

  /** A stack with no setting but those given, which is removed with the others. */
  async bareStack(options: StackOptions): Promise<Stack> {
    const stack = await Stack.create(options);
    this.#stacks.push(stack);
    return stack;
  }

  /** Where the line is, as config. */
  get config(): Record<string, string> {
    return {
      "huaweicloud:region": seed.region,
      "huaweicloud:projectId": seed.projectId,
      "huaweicloud:endpoints.dc": this.url,
    };
  }

  /** Runs something, and tells what it asked the cloud. */
  async observe(run: () => Promise<Run>): Promise<ObservedRun> {
    await this.cloud.clearRequests();
    const done = await run();
    return { ...done, requests: await this.cloud.requests() };
  }
}

/** The ids that were asked for, one for each request, sorted. */
export function asked({ requests }: ObservedRun): string[] {
  return requests.map(({ id, operation }) => id ?? operation).sort();
}
