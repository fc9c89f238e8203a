import { setTimeout as sleep } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import type { VifPeerDetectionArgs } from "./types.js";

/**
 * So many resources share a list, which goes with each of them, since the engine checks them in any order. Longer lists
 * would cost more than they save: they grow with the square.
 */
const SHARED_BY = 100;
/** If nothing of ours has come up for so long, the components that are left wait for something else. */
const QUIET_MS = 1000;

/** Resources that are constructed in one turn of the event loop. */
interface Batch {
  readonly queries: object[];
  readonly components: Set<pulumi.Resource>;
  /** What goes with the resources, known when the turn is over. */
  readonly lists: Promise<string[]>;
  /** When their components were registered, as far as nothing kept them; in milliseconds since 1970. */
  readonly settled: Promise<number>;
}

export interface Siblings {
  /** The queries of resources constructed together, as JSON: smaller and quicker on its way than a list of objects. */
  readonly list: string | undefined;
  readonly settled: Promise<number>;
}

/** Of each stack. Those in components start later: they must not be looked up before their components are there. */
const batches = {
  ofStack: new WeakMap<pulumi.Resource, Batch>(),
  ofComponents: new WeakMap<pulumi.Resource, Batch>(),
};

/**
 * Adds a resource to those that are constructed with it. The engine checks one resource at a time; with the list, the
 * first check starts the look-ups of all.
 */
export async function joinSiblings(
  args: VifPeerDetectionArgs,
  component: pulumi.Resource | undefined,
): Promise<Siblings | undefined> {
  const stack = pulumi.runtime.getStackResource();
  const { detectionId, vifPeerId, region, projectId, waitForCompletion } = args;
  const query = {
    detectionId,
    vifPeerId,
    region,
    projectId,
    waitForCompletion,
  };
  if (stack === undefined || !isPlain(args)) return undefined;
  const open = component ? batches.ofComponents : batches.ofStack;
  const batch = open.get(stack) ?? begin(stack, () => open.delete(stack));
  open.set(stack, batch);
  const index = batch.queries.push(query) - 1;
  if (component) batch.components.add(component);
  const lists = await batch.lists;
  return {
    list:
      batch.queries.length > 1
        ? lists[Math.floor(index / SHARED_BY)]
        : undefined,
    settled: batch.settled,
  };
}

/** A batch that closes when everything that the program constructs now is constructed. */
function begin(stack: pulumi.Resource, onClose: () => void): Batch {
  const queries: object[] = [];
  const components = new Set<pulumi.Resource>();
  const lists = new Promise<string[]>((resolve) =>
    setImmediate(() => {
      onClose();
      const texts: string[] = [];
      for (let i = 0; i < queries.length; i += SHARED_BY) {
        texts.push(JSON.stringify(queries.slice(i, i + SHARED_BY)));
      }
      resolve(texts);
    }),
  );
  const settled = lists.then(() => settle(components, stack));
  return { queries, components, lists, settled };
}

/** Waits for the components, but not for one that depends on something slow, or on a sibling. */
async function settle(
  components: Set<pulumi.Resource>,
  stack: pulumi.Resource,
): Promise<number> {
  let left = components.size;
  lastRegistered.set(stack, Date.now());
  for (const component of components) {
    void noteRegistration(component).then(() => left--);
  }
  const quiet = () => Date.now() - (lastRegistered.get(stack) ?? 0);
  while (left > 0 && quiet() < QUIET_MS) await sleep(5);
  return Date.now();
}

/** When the engine last took up something of ours: while it does, it may still come to the rest. */
const lastRegistered = new WeakMap<pulumi.Resource, number>();

export async function noteRegistration(
  resource: pulumi.Resource,
): Promise<void> {
  const stack = pulumi.runtime.getStackResource();
  await registered(resource);
  if (stack) lastRegistered.set(stack, Date.now());
}

/** When the engine knows a resource, and so everything that it depends on is done. */
export function registered(resource: pulumi.Resource): Promise<void> {
  return new Promise((resolve) => {
    resource.urn.apply(() => {
      resolve();
    });
  });
}

/** Values that are known now, and no secret. */
function isPlain(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return true;
  return (
    !pulumi.Output.isInstance(value) &&
    !(value instanceof Promise) &&
    Object.values(value).every(isPlain)
  );
}
