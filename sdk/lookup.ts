import { randomUUID } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import { joinSiblings } from "./siblings.js";
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
  const siblings = await joinSiblings(args);
  if (await hasDependencies(args)) return { preview, own: randomUUID() };
  const common = { preview, ...(siblings && { siblings }) };
  if (parent === undefined || parent === pulumi.runtime.getStackResource()) {
    return common;
  }
  await new Promise<void>((resolve) => {
    parent.urn.apply(() => {
      resolve();
    });
  });
  return { ...common, notBefore: Date.now() };
}

async function hasDependencies(args: VifPeerDetectionArgs): Promise<boolean> {
  const resources = new Set<pulumi.Resource>();
  await pulumi.runtime.serializeProperty("VifPeerDetection", args, resources);
  return resources.size > 0;
}
