import { randomUUID } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import * as state from "@pulumi/pulumi/runtime/state.js";
import { type RegisterRequest, writeHints, writeRunHints } from "./hints.js";
import { DETECTION_TYPE, RUN_TYPE } from "./typeTokens.js";

/**
 * This many resources share a list. The list goes with each of them, since the engine checks them in any order, so longer
 * lists would cost more than they save.
 */
const SHARED_BY = 100;

/** What we use of Pulumi's connection to the engine. */
interface Monitor {
  registerResource: (
    request: RegisterRequest,
    callback: (...answer: unknown[]) => void,
  ) => unknown;
}

/** A request that is ready to go. */
interface Ready {
  readonly request: RegisterRequest;
  readonly send: () => void;
}

const observed = new WeakSet<object>();

/**
 * Takes part in the last step before the engine gets a registration. Pulumi sends it once everything that the resource
 * depends on is done, however the program says so: `dependsOn`, outputs, a parent, a transformation, an `await`. So a
 * detection that is read after this step is never older than what its resource depends on.
 *
 * The engine checks one resource at a time. Those that are ready together go together, each with the list of all: the
 * first check starts all look-ups.
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
      // Its check asks for no detection, so that there is nothing to share.
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

/** Whether the program runs under `setMocks`. By the name, so that Pulumi's mocks are loaded only where they are used. */
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
    // The engine calls transforms after this step, and they may add dependencies: such a resource shares nothing.
    if (hasCallbacks()) this.#depart([ready]);
    else {
      this.#ready.push(ready);
      this.#departSoon();
    }
  }

  /** The engine answers for a component without delay, and then its children are ready: they go with the others. */
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

  #depart(together: readonly Ready[]): void {
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

/** Whether the engine may call back into this program for a resource: for a transform or a hook. */
function hasCallbacks(): boolean {
  const { getStore } = state as unknown as {
    getStore: () => { readonly callbacks?: unknown };
  };
  return getStore().callbacks !== undefined;
}
