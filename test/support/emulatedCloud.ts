import {
  type EmulatorControl,
  emulatorControl,
} from "../../emulator/controlClient.js";
import { startEmulator } from "../../emulator/index.js";
import { startEmulatorProcess } from "./emulatorProcess.js";

export interface EmulatedCloudOptions {
  /** Default: false. The engine's tests need one, since an emulator in the tests' own process waits for their work. */
  readonly ownProcess?: boolean;
  /** Whether each test begins with the cloud as it was at its start. Default: true. */
  readonly fresh?: boolean;
}

/** To be called inside `describe`: an emulated cloud for its tests. */
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
    /** All services at this emulator, as config. */
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
    /** What was asked, oldest first. */
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
