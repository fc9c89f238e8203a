import * as pulumi from "@pulumi/pulumi";
import type { VifPeerDetectionArgs } from "./types.js";

/** What the provider can look up ahead of a resource's own `check`: inputs that are plain values, and no secret. */
export interface Sibling {
  readonly detectionId?: string;
  readonly vifPeerId?: string;
  readonly region?: string;
  readonly projectId?: string;
  readonly waitForCompletion?: unknown;
}

/**
 * So many resources share a list, which goes with each of them, since the engine checks them in any order. Longer lists
 * would cost more than they save: they grow with the square.
 */
const SHARED_BY = 100;

/** What each stack constructs in this turn of the event loop. */
const batches = new WeakMap<object, Batch>();

interface Batch {
  readonly siblings: Sibling[];
  /** The lists, as texts: they are smaller and quicker on their way than lists of objects. */
  readonly lists: Promise<string[]>;
}

/**
 * Adds a resource to those that are constructed with it. The engine checks one resource at a time; with this list, the
 * first check starts the look-ups of all.
 */
export async function joinSiblings(
  args: VifPeerDetectionArgs,
): Promise<string | undefined> {
  const stack = pulumi.runtime.getStackResource();
  const { detectionId, vifPeerId, region, projectId, waitForCompletion } = args;
  const sibling = {
    detectionId,
    vifPeerId,
    region,
    projectId,
    waitForCompletion,
  };
  if (stack === undefined || !Object.values(sibling).every(isPlain)) {
    return undefined;
  }
  let batch = batches.get(stack);
  if (!batch) {
    batch = open(() => batches.delete(stack));
    batches.set(stack, batch);
  }
  const index = batch.siblings.push(sibling as Sibling) - 1;
  const lists = await batch.lists;
  return batch.siblings.length > 1
    ? lists[Math.floor(index / SHARED_BY)]
    : undefined;
}

/** A batch that closes when everything that the program constructs now is constructed. */
function open(onClose: () => void): Batch {
  const siblings: Sibling[] = [];
  const lists = new Promise<string[]>((resolve) =>
    setImmediate(() => {
      onClose();
      const texts: string[] = [];
      for (let i = 0; i < siblings.length; i += SHARED_BY) {
        texts.push(JSON.stringify(siblings.slice(i, i + SHARED_BY)));
      }
      resolve(texts);
    }),
  );
  return { siblings, lists };
}

function isPlain(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return true;
  return (
    !pulumi.Output.isInstance(value) &&
    !(value instanceof Promise) &&
    Object.values(value).every(isPlain)
  );
}
