import type { SettingsChange } from "../../emulator/controlClient.js";
import { vifPeerId } from "./programs.js";
import { type ObservedRun, Scene } from "./scene.js";
import type { Run, Stack } from "./stack.js";

/** A program with a run, whose arguments and options come from the config, and a resource that depends on it. */
const PROGRAM = `
const line = new dc.VifPeerDetectionRun("line", settings.requireObject("args"), settings.getObject("options") ?? {});
new Thing("dependent", { value: "a route" }, { dependsOn: line });
line.lossRatio.apply((ratio) => console.log("loss ratio known: " + ratio));
exports.detectionId = line.detectionId;
exports.lossRatio = line.lossRatio;
`;

export const ASKS = { vifPeerId, expect: { maxLossRatio: 1 } };

/** A stack with a run, and its cloud. */
export class RunScene {
  private constructor(readonly scene: Scene) {}

  /** Call it inside a `describe`. */
  static here(): RunScene {
    return new RunScene(Scene.here());
  }

  /** @param args the arguments of the run */
  async stack(args: object = ASKS, program = PROGRAM): Promise<Stack> {
    const stack = await this.scene.stack(program);
    await this.give(stack, args);
    return stack;
  }

  async give(stack: Stack, args: object, options: object = {}): Promise<void> {
    await stack.configure({
      args: JSON.stringify(args),
      options: JSON.stringify(options),
    });
  }

  /** Sets the result and the duration of detections that are started from now on. */
  async line(
    loss_ratio: number,
    completes_after_ms = 0,
    settings: SettingsChange = {},
  ): Promise<void> {
    await this.scene.cloud.settings({
      createdDetection: { completes_after_ms, loss_ratio },
      ...settings,
    });
  }

  observe(run: () => Promise<Run>): Promise<ObservedRun> {
    return this.scene.observe(run);
  }
}

/** How many detections were started. */
export function starts({ requests }: ObservedRun): number {
  return requests.filter(({ operation }) => operation === "createDetection")
    .length;
}

/** How many detections were deleted. */
export function deletions({ requests }: ObservedRun): number {
  return requests.filter(({ operation }) => operation === "deleteDetection")
    .length;
}
