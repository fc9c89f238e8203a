import type { VifPeerDetectionProvider } from "./dynamicProvider.js";
import type { Reader } from "./reader.js";

export { shim } from "./shim.js";
export type { Reader } from "./reader.js";

/**
 * What the saved shim calls in the provider process; a promise for ever, since old states hold the call.
 * Loads the rest of the provider, so that a program that imports this pays nothing for it.
 */
export async function open(config: {
  get(key: string): string | undefined;
}): Promise<VifPeerDetectionProvider> {
  const { VifPeerDetectionProvider } = await import("./dynamicProvider.js");
  const session = await openSession((key) => config.get(key));
  return new VifPeerDetectionProvider(session);
}

/** For functions, which run in the program. */
export async function reader(
  config: (key: string) => string | undefined,
): Promise<Reader> {
  const { Reader } = await import("./reader.js");
  return new Reader(await openSession(config));
}

async function openSession(config: (key: string) => string | undefined) {
  const { isEngineAlive } = await import("./engineAddress.js");
  const { Session } = await import("./session.js");
  return new Session(
    { config, environment: process.env },
    {
      // The engine shows what programs and plugins print.
      log: (line) => {
        console.log(line);
      },
      isWanted: () => isEngineAlive(),
    },
  );
}
