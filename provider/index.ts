import type { VifPeerDetectionProvider } from "./dynamicProvider.js";
import type { Reader } from "./functions.js";
import type { UnknownSetting } from "./huaweicloud/unknownSettings.js";

export { OUTPUTS } from "./detections/fields.js";
export type {
  RequestFailure,
  RequestFailureReason,
} from "./huaweicloud/errors.js";
export { shim } from "./shim.js";
export type { Reader } from "./functions.js";
export { namesOfLimits } from "./detections/limits.js";
export type { LookupHints } from "./hints.js";

/**
 * Called by the saved shim in the provider process. This must never change, since old states contain the call.
 * Loads the rest of the provider on demand, so that programs don't pay for it.
 */
export async function open(config: {
  get(key: string): string | undefined;
}): Promise<VifPeerDetectionProvider> {
  const { VifPeerDetectionProvider } = await import("./dynamicProvider.js");
  const lookups = await openLookups((key) => config.get(key));
  return new VifPeerDetectionProvider(lookups);
}

/** Opens look-ups for functions, which run in the program. */
export async function reader(
  config: (key: string) => string | undefined,
): Promise<Reader> {
  const { Reader } = await import("./functions.js");
  return new Reader(await openLookups(config));
}

/** The keys in our namespace that no provider reads. */
export async function unknownSettings(
  keys: readonly string[],
): Promise<UnknownSetting[]> {
  const { unknownSettings } = await import("./huaweicloud/unknownSettings.js");
  return unknownSettings(keys);
}

async function openLookups(config: (key: string) => string | undefined) {
  const { isEngineAlive } = await import("./engineAlive.js");
  const { Lookups } = await import("./detections/lookups.js");
  return new Lookups(
    { config, environment: process.env },
    {
      // The engine shows the output of programs and plugins.
      log: (line) => {
        console.log(line);
      },
      isWanted: () => isEngineAlive(),
    },
  );
}
