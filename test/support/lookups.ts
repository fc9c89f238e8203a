import { emulatorControl } from "../../emulator/controlClient.js";
import { type Emulator, startEmulator } from "../../emulator/index.js";
import { Lookups } from "../../provider/detections/lookups.js";

export type Values = Record<string, string>;

/** A session without an engine, and what it printed. */
export function openLookups(config: Values, environment: Values = {}) {
  const printed: string[] = [];
  const lookups = new Lookups(
    {
      config: (key) => config[key.replace("huaweicloud:", "")],
      environment: { HOME: "/nowhere", ...environment },
    },
    {
      log: (line) => printed.push(line),
      isWanted: () => Promise.resolve(true),
    },
  );
  return { lookups, printed };
}

/** The message of what it throws. */
export async function failureOf(look: () => Promise<unknown>): Promise<string> {
  try {
    await look();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("it did not fail");
}

/** To be called inside `describe`: an emulated cloud in this process, as at its start before each test. */
export function emulatedCloud() {
  let emulator: Emulator | undefined;
  const here = {
    get url() {
      if (!emulator) throw new Error("the emulator is not started yet");
      return emulator.url;
    },
    get control() {
      return emulatorControl(here.url);
    },
    /** All services at this emulator, as config. */
    get endpoints() {
      const { url } = here;
      return {
        endpoints: JSON.stringify({ dc: url, iam: url, metadata: url }),
      };
    },
    /** What was asked, oldest first. */
    async operations() {
      const requests = await here.control.requests();
      return requests.map(({ operation }) => operation);
    },
  };
  before(async () => {
    emulator = await startEmulator();
  });
  beforeEach(() => here.control.reset());
  after(() => emulator?.close());
  return here;
}
