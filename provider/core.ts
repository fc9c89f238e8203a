/** Serves the engine, for dynamic providers and the plugin. Programs don't load it, since it loads the client. */
import { settingsSource } from "./explicitProvider.js";
import { Reader } from "./functions.js";
import { Gate } from "./gate.js";
import { type Host, Lookups } from "./lookups/index.js";
import type { SettingsSource } from "./settings/index.js";
import { VifPeerDetectionDefinition } from "./vifPeerDetection.js";
import { VifPeerDetectionRunDefinition } from "./vifPeerDetectionRun.js";

export { isListening } from "./engineAlive.js";
export { answerCheck, answerRead, type CheckAnswer } from "./answers.js";
export { canonical } from "./digest.js";
export { type Definition, InitFailure } from "./definition.js";
export { OUTPUTS, RESULTS } from "./detections/index.js";
export { messageOf } from "./failing.js";
export type { Reader } from "./functions.js";
export type { Gate } from "./gate.js";
export type { LookupHints } from "./hints.js";
export { cancellableClock, InputError } from "./huaweicloud/index.js";
export type { Host } from "./lookups/index.js";
export { withoutInputs } from "./secretInputs.js";
export type { SettingsSource } from "./settings/index.js";
export { hasUnknown, UNKNOWN, unknown } from "./unknown.js";

type PluginFunction = (args: object) => Promise<object>;

/** All lookups with these settings. */
export function openSettings(source: SettingsSource, host: Host) {
  const { config, environment } = source;
  const lookups = new Lookups(settingsSource(config, environment), host);
  const gate = new Gate(lookups);
  const reader = new Reader(lookups);
  return {
    gate,
    reader,
    /** What the plugin answers with. In the package for TypeScript, `sdk/` has the same. */
    functions: {
      // It waits in a preview too, as the plugin's resources do: not every engine says that it is one.
      getVifPeerDetection: (args) => reader.getDetection(args, false),
      getVifPeerDetections: async (args) => ({
        vifPeerDetections: await reader.getDetections(args),
      }),
    } satisfies Record<string, PluginFunction>,
    definitions: {
      VifPeerDetection: new VifPeerDetectionDefinition(lookups, gate),
      VifPeerDetectionRun: new VifPeerDetectionRunDefinition(lookups, gate),
    },
  };
}

export type ResourceName = keyof ReturnType<typeof openSettings>["definitions"];
