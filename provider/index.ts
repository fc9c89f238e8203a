import type { Definition } from "./definition.js";
import type { Gate } from "./gate.js";
import type { Host, Located, Lookups } from "./lookups/index.js";
import type { SettingsSource } from "./settings/index.js";

export { OUTPUTS } from "./detections/index.js";
export type {
  RequestFailure,
  RequestFailureReason,
} from "./huaweicloud/index.js";
export { runShim, shim } from "./shim.js";
export { unknownSettings } from "./settings/index.js";
export { limitsOf, namesOfLimits } from "./detections/index.js";
export { digestOf } from "./digest.js";
export type { LookupHints } from "./hints.js";
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

/**
 * What the saved shim calls in the provider process; a promise for ever, since old states hold the call.
 * Loads the rest of the provider, so that a program that imports this pays nothing for it.
 */
export async function open(config: {
  get(key: string): string | undefined;
}): Promise<SavedCalls> {
  const { VifPeerDetectionDefinition } = await import("./vifPeerDetection.js");
  return openDynamic(config, VifPeerDetectionDefinition);
}

/** As {@link open}, for what starts detections: a promise for ever, too. */
export async function openRun(config: {
  get(key: string): string | undefined;
}): Promise<SavedCalls> {
  const { VifPeerDetectionRunDefinition } =
    await import("./vifPeerDetectionRun.js");
  return openDynamic(config, VifPeerDetectionRunDefinition);
}

/** For functions, which run in the program. */
export async function reader(
  config: (key: string) => string | undefined,
): Promise<Reader> {
  const { Reader } = await import("./functions.js");
  return new Reader(await openLookups(config));
}

/** For the plugin, which serves all resources and functions from one process. */
export async function openAll(source: SettingsSource, host: Host) {
  const { Gate } = await import("./gate.js");
  const { Lookups } = await import("./lookups/index.js");
  const { Reader } = await import("./functions.js");
  const { VifPeerDetectionDefinition } = await import("./vifPeerDetection.js");
  const { VifPeerDetectionRunDefinition } =
    await import("./vifPeerDetectionRun.js");
  const { settingsSource } = await import("./explicitProvider.js");
  const lookups = new Lookups(
    settingsSource(source.config, source.environment),
    host,
  );
  const gate = new Gate(lookups);
  return {
    gate,
    reader: new Reader(lookups),
    definitions: {
      VifPeerDetection: new VifPeerDetectionDefinition(lookups, gate),
      VifPeerDetectionRun: new VifPeerDetectionRunDefinition(lookups, gate),
    },
  };
}

async function openDynamic(
  config: { get(key: string): string | undefined },
  Resource: new (lookups: Lookups, gate: Gate) => Definition,
): Promise<SavedCalls> {
  const { DynamicProvider } = await import("./dynamicProvider.js");
  const { Gate } = await import("./gate.js");
  const lookups = await openLookups((key) => config.get(key));
  const gate = new Gate(lookups);
  return new DynamicProvider(new Resource(lookups, gate), gate);
}

async function openLookups(config: (key: string) => string | undefined) {
  const { isEngineAlive } = await import("./engineAlive.js");
  const { Lookups } = await import("./lookups/index.js");
  const { systemClock } = await import("./huaweicloud/index.js");
  const { settingsSource } = await import("./explicitProvider.js");
  // The engine shows what programs and plugins print.
  const log = (line: string) => {
    console.log(line);
  };
  return new Lookups(settingsSource(config, process.env), {
    clock: systemClock,
    log,
    warn: (sentence) => {
      log(`warning: ${sentence}`);
    },
    isWanted: () => isEngineAlive(),
  });
}
