import { randomUUID } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import { joinSiblings, registered } from "./siblings.js";
import type { VifPeerDetectionArgs } from "./types.js";

/** What the provider needs to know of a resource and the engine does not tell it; `check` takes it out again. */
export interface Lookup {
  readonly preview: boolean;
  readonly own?: string;
  readonly notBefore?: number;
  readonly siblings?: string;
}

/**
 * How fresh a value must be: never older than what the resource depends on. With dependencies of its own it is fetched
 * for this resource alone; in a component, which may depend on something too, after the component was registered; else
 * any value of this operation will do.
 */
export async function lookup(
  args: VifPeerDetectionArgs,
  { dependsOn, parent }: pulumi.CustomResourceOptions = {},
): Promise<Lookup> {
  const preview = pulumi.runtime.isDryRun();
  if (Array.isArray(dependsOn) ? dependsOn.length > 0 : dependsOn) {
    return { preview, own: randomUUID() };
  }
  const component =
    parent === pulumi.runtime.getStackResource() ? undefined : parent;
  const siblings = await joinSiblings(args, component);
  // An output or a promise may have waited for anything.
  if (siblings === undefined) return { preview, own: randomUUID() };
  const hint = siblings.list === undefined ? {} : { siblings: siblings.list };
  if (!component) return { preview, ...hint };
  // One time for all siblings, so that the look-ups that the first of them starts are new enough for the others.
  const times = await Promise.all([
    registered(component).then(() => Date.now()),
    siblings.settled,
  ]);
  return { preview, ...hint, notBefore: Math.max(...times) };
}
