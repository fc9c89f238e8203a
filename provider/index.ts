import type { VifPeerDetectionProvider } from "./dynamicProvider.js";
import type { VifPeerDetectionRunProvider } from "./runProvider.js";
import type { Reader } from "./functions.js";

export { OUTPUTS } from "./detections/index.js";
export type {
  RequestFailure,
  RequestFailureReason,
} from "./huaweicloud/index.js";
export { runShim, shim } from "./shim.js";
export type { Reader } from "./functions.js";
export { unknownSettings } from "./settings/index.js";
export { limitsOf, namesOfLimits } from "./detections/index.js";
export { digestOf } from "./digest.js";
export type { LookupHints } from "./hints.js";

/**
 * What the saved shim calls in the provider process; a promise for ever, since old states hold the call.
 * Loads the rest of the provider, so that a program that imports this pays nothing for it.
 */
export async function open(config: {
  get(key: string): string | undefined;
}): Promise<VifPeerDetectionProvider> {
  const { VifPeerDetectionProvider } = await import("./dynamicProvider.js");
  const lookups = await openLookups((key) => config.get(key));
  return new VifPeerDetectionProvider(lookups);
}

/** As {@link open}, for what starts detections: a promise for ever, too. */
export async function openRun(config: {
  get(key: string): string | undefined;
}): Promise<VifPeerDetectionRunProvider> {
  const { VifPeerDetectionRunProvider } = await import("./runProvider.js");
  const lookups = await openLookups((key) => config.get(key));
  return new VifPeerDetectionRunProvider(lookups);
}

/** For functions, which run in the program. */
export async function reader(
  config: (key: string) => string | undefined,
): Promise<Reader> {
  const { Reader } = await import("./functions.js");
  return new Reader(await openLookups(config));
}

async function openLookups(config: (key: string) => string | undefined) {
  const { isEngineAlive } = await import("./engineAlive.js");
  const { Lookups } = await import("./lookups/index.js");
  const { settingsSource } = await import("./explicitProvider.js");
  return new Lookups(settingsSource(config, process.env), {
    // The engine shows what programs and plugins print.
    log: (line) => {
      console.log(line);
    },
    isWanted: () => isEngineAlive(),
  });
}
