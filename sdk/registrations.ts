import { randomUUID } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import * as state from "@pulumi/pulumi/runtime/state.js";
import { type RegisterRequest, writeHints, writeRunHints } from "./hints.js";
import { DETECTION_TYPE, RUN_TYPE } from "./typeTokens.js";

/**
 * The maximum number of resources that share a list. Each resource carries the whole list, since the engine checks resources in
 * any order, so longer lists would cost more than they save.
 */
const SHARED_BY = 100;

/** The part that we use of Pulumi's connection to the engine. */
interface Monitor {
  registerResource: (
    request: RegisterRequest,
    callback: (...answer: unknown[]) => void,
  ) => unknown;
}

/** A request that is ready to be sent. */
interface Ready {
  readonly request: RegisterRequest;
  readonly send: () => void;
}

const observed = new WeakSet<object>();

/**
 * Hooks into the last step before a registration reaches the engine. Pulumi takes this step once everything that the resource
 * depends on is done, however the program expresses the dependency: `dependsOn`, outputs, a parent, a transformation, an
 * `await`. So a detection that is read after this step is never older than what its resource depends on.
 *
 * The engine checks one resource at a time. Resources that are ready together are sent together, each with the list of all
 * of them, so the first check can start all lookups.
 */
export function observeRegistrations(): void {
  const monitor = pulumi.runtime.getMonitor() as unknown as Monitor | undefined;
  if (monitor === undefined || observed.has(monitor) || isMocked(monitor))
    return;
  observed.add(monitor);
  const register = monitor.registerResource.bind(monitor);
  const preview = pulumi.runtime.isDryRun();
  const departures = new Departures(preview);
  monitor.registerResource = (request, callback) => {
    if (request.getCustom() && request.getType() === DETECTION_TYPE) {
      departures.add({ request, send: () => register(request, callback) });
    } else if (request.getCustom() && request.getType() === RUN_TYPE) {
      // Its check looks up no detection, so there is nothing to share.
      writeRunHints(request, preview);
      return register(request, callback);
    } else if (request.getCustom() || request.getRemote() || hasCallbacks()) {
      return register(request, callback);
    } else {
      const done = departures.waitForComponent();
      return register(request, (...answer) => {
        callback(...answer);
        done();
      });
    }
  };
}

/** Whether the program runs under `setMocks`. Compares names, to avoid loading Pulumi's mocks. */
export function isMocked(
  monitor: object | undefined = pulumi.runtime.getMonitor(),
): boolean {
  return monitor?.constructor.name === "MockMonitor";
}

class Departures {
  #ready: Ready[] = [];
  #components = 0;

  constructor(private readonly preview: boolean) {}

  add(ready: Ready): void {
    // The engine runs transforms after this step, and they may add dependencies, so such a resource shares nothing.
    if (hasCallbacks()) this.#depart([ready]);
    else {
      this.#ready.push(ready);
      this.#departSoon();
    }
  }

  /** The engine registers a component without delay, which makes its children ready: they join the group. */
  waitForComponent(): () => void {
    this.#components++;
    return () => {
      this.#components--;
      this.#departSoon();
    };
  }

  #departSoon(): void {
    setImmediate(() => {
      if (this.#components > 0) return;
      this.#depart(this.#ready.splice(0));
    });
  }

  /** Each provider has its own process and account, so resources share only with others of the same provider. */
  #depart(ready: readonly Ready[]): void {
    const providers = new Set(
      ready.map(({ request }) => request.getProvider()),
    );
    for (const provider of providers) {
      this.#departTogether(
        ready.filter(({ request }) => request.getProvider() === provider),
      );
    }
  }

  #departTogether(together: readonly Ready[]): void {
    const group = { preview: this.preview, batch: randomUUID() };
    for (let i = 0; i < together.length; i += SHARED_BY) {
      const some = together.slice(i, i + SHARED_BY);
      writeHints(
        some.map(({ request }) => request),
        group,
      );
      for (const { send } of some) send();
    }
  }
}

/** Whether the engine may call back into the program, for a transform or a hook. */
function hasCallbacks(): boolean {
  const { getStore } = state as unknown as {
    readonly getStore?: () => { readonly callbacks?: unknown };
  };
  // If Pulumi does not report this, nothing is shared.
  return getStore === undefined || getStore().callbacks !== undefined;
}
