import {
  type EmulatorControl,
  emulatorControl,
} from "../../emulator/controlClient.js";
import { startEmulator } from "../../emulator/index.js";
import { startEmulatorProcess } from "./emulatorProcess.js";

export interface EmulatedCloudOptions {
  /**
   * Default: false. The engine's tests need a separate process, since an emulator in the tests' own process would wait for
   * their work.
   */
  readonly ownProcess?: boolean;
  /** Whether each test starts with the cloud's initial state. Default: true. */
  readonly fresh?: boolean;
}

/** An emulated cloud for the tests of a `describe`. Call it inside the `describe`. */
export function emulatedCloud({
  ownProcess = false,
  fresh = true,
}: EmulatedCloudOptions = {}) {
  let running: { url: string; end: () => Promise<void> } | undefined;
  const cloud = {
    get url(): string {
      if (!running) throw new Error("the emulator is not started yet");
      return running.url;
    },
    get control(): EmulatorControl {
      return emulatorControl(cloud.url);
    },
    /** Config that points all services to this emulator. */
    get endpoints() {
      const { url } = cloud;
      return {
        endpoints: JSON.stringify({
          dc: url,
          iam: url,
          sts: url,
          metadata: url,
        }),
      };
    },
    /** The operations that were requested, oldest first. */
    async operations() {
      const requests = await cloud.control.requests();
      return requests.map(({ operation }) => operation);
    },
  };
  before(async () => {
    if (ownProcess) {
      const emulator = await startEmulatorProcess();
      running = { url: emulator.url, end: () => emulator.stop() };
    } else {
      const emulator = await startEmulator();
      running = { url: emulator.url, end: () => emulator.close() };
    }
  });
  if (fresh) beforeEach(() => cloud.control.reset());
  after(() => running?.end());
  return cloud;
}

export type EmulatedCloud = ReturnType<typeof emulatedCloud>;
