import type { Located } from "./lookups/index.js";

export { OUTPUTS, QUERY } from "./detections/index.js";
export type {
  RequestFailure,
  RequestFailureReason,
} from "./huaweicloud/index.js";
export { runShim, shim } from "./shim.js";
export {
  CREDENTIAL_SETTINGS,
  SECRET_SETTINGS,
  settingText,
  unknownSettings,
} from "./settings/index.js";
export { limitsOf, namesOfLimits } from "./detections/index.js";
export { digestOf } from "./digest.js";
export type { LookupHints } from "./hints.js";
export { heldGate, rootOf } from "./ignoredPaths.js";
export { UNKNOWN } from "./unknown.js";

/** What the saved shims call. Spelled out, so that the package need not ship the declarations of the client. */
export interface SavedCalls {
  check(olds: object, news: object): Promise<object>;
  diff(id: string, olds: object, news: object): object;
  create(inputs: object): object;
  update(id: string, olds: object, news: object): object;
  read(id: string, props: object): Promise<object>;
  delete?(id: string, props: object): Promise<void>;
}

/** What functions read in the program. */
export interface Reader {
  getDetection(args: object, preview: boolean): Promise<Located>;
  getDetections(args: object): Promise<Located[]>;
}

interface Config {
  get(key: string): string | undefined;
}

/**
 * What the saved shim calls in the provider process; a promise for ever, since old states hold the call.
 * Loads the rest of the provider, so that a program that imports this pays nothing for it.
 */
export async function open(config: Config): Promise<SavedCalls> {
  const { openDynamic } = await import("./core.js");
  return openDynamic((key) => config.get(key), "VifPeerDetection");
}

/** As {@link open}, for what starts detections: a promise for ever, too. */
export async function openRun(config: Config): Promise<SavedCalls> {
  const { openDynamic } = await import("./core.js");
  return openDynamic((key) => config.get(key), "VifPeerDetectionRun");
}

/** For functions, which run in the program. */
export async function reader(
  config: (key: string) => string | undefined,
): Promise<Reader> {
  const { openReader } = await import("./core.js");
  return openReader(config);
}
