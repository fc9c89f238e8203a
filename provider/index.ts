import type { VifPeerDetectionProvider } from "./dynamicProvider.js";

export { shim } from "./shim.js";

/**
 * What the saved shim calls in the provider process; a promise for ever, since old states hold the call.
 * Loads the rest of the provider, so that a program that imports this pays nothing for it.
 */
export async function open(config: {
  get(key: string): string | undefined;
}): Promise<VifPeerDetectionProvider> {
  const { VifPeerDetectionProvider } = await import("./dynamicProvider.js");
  return new VifPeerDetectionProvider({
    config: (key) => config.get(key),
    environment: process.env,
  });
}
