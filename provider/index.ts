import type { Located } from "./lookups/index.js";

export { OUTPUTS, QUERY } from "./detections/index.js";
export type {
  RequestFailure,
  RequestFailureReason,
} from "./huaweicloud/index.js";
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

/**
 * The provider as the engine saves it, in the form in which Pulumi serializes dynamic providers: code that the provider
 * process evaluates in the program's folder, without its own file name. It is saved with every resource and runs with
 * whichever version is installed later, so it only loads the real code, and it must not change.
 *
 * Written by hand, not by Pulumi's serializer: the text does not depend on how the package was compiled, and programs don't
 * have to load the TypeScript compiler that the serializer needs.
 */
export const shim = `exports.handler = () => ({
  configure(request) { this.config = request.config; },
  provider() {
    const load = require("module").createRequire(process.cwd() + "/");
    return this.opened ??= load("pulumi-huaweicloud-dc/provider").open(this.config);
  },
  async check(olds, news) { return (await this.provider()).check(olds, news); },
  async diff(id, olds, news) { return (await this.provider()).diff(id, olds, news); },
  async create(inputs) { return (await this.provider()).create(inputs); },
  async update(id, olds, news) { return (await this.provider()).update(id, olds, news); },
  async read(id, props) { return (await this.provider()).read(id, props); },
});
`;

/**
 * Like {@link shim}, for a resource that starts and deletes a detection. If this package can no longer be loaded, `destroy`
 * continues, and the detection stays in the service.
 */
export const runShim = `exports.handler = () => ({
  configure(request) { this.config = request.config; },
  provider() {
    const load = require("module").createRequire(process.cwd() + "/");
    return this.opened ??= load("pulumi-huaweicloud-dc/provider").openRun(this.config);
  },
  async check(olds, news) { return (await this.provider()).check(olds, news); },
  async diff(id, olds, news) { return (await this.provider()).diff(id, olds, news); },
  async create(inputs) { return (await this.provider()).create(inputs); },
  async update(id, olds, news) { return (await this.provider()).update(id, olds, news); },
  async read(id, props) { return (await this.provider()).read(id, props); },
  async delete(id, props) {
    try { await (await this.provider()).delete(id, props); }
    catch (error) { console.log("warning: detection " + props.detectionId + " was not deleted: " + error.message); }
  },
});
`;

/** The interface that the saved shims call. Spelled out, so that the package does not ship the client's declarations. */
export interface SavedCalls {
  check(olds: object, news: object): Promise<object>;
  diff(id: string, olds: object, news: object): object;
  create(inputs: object): object;
  update(id: string, olds: object, news: object): object;
  read(id: string, props: object): Promise<object>;
  delete?(id: string, props: object): Promise<void>;
}

/** The lookups of functions, in the program. */
export interface Reader {
  getDetection(args: object, preview: boolean): Promise<Located>;
  getDetections(args: object): Promise<Located[]>;
}

interface Config {
  get(key: string): string | undefined;
}

/**
 * The saved shim calls this in the provider process. It must never change, since old states contain the call. Loads the rest of
 * the provider only when called, so importing this module costs a program nothing.
 */
export async function open(config: Config): Promise<SavedCalls> {
  const { openDynamic } = await import("./dynamicProvider.js");
  return openDynamic((key) => config.get(key), "VifPeerDetection");
}

/** Like {@link open}, for runs. It must never change either. */
export async function openRun(config: Config): Promise<SavedCalls> {
  const { openDynamic } = await import("./dynamicProvider.js");
  return openDynamic((key) => config.get(key), "VifPeerDetectionRun");
}

/** For functions, which run in the program. */
export async function reader(
  config: (key: string) => string | undefined,
): Promise<Reader> {
  const { openReader } = await import("./dynamicProvider.js");
  return openReader(config);
}
