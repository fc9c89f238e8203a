import { randomUUID } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import type { VifPeerDetectionArgs } from "./types.js";

/** What the provider needs to know of a resource and the engine does not tell it; `check` takes it out again. */
export interface Lookup {
  readonly preview: boolean;
  readonly own?: string;
  readonly notBefore?: number;
}

/**
 * How fresh a value must be: never older than what the resource depends on. With dependencies of its own it is fetched
 * for this resource alone; in a component, which may depend on something too, after the component was registered; else
 * any value of this operation will do.
 */
export async function lookup(
  args: VifPeerDetectionArgs,
  opts: pulumi.CustomResourceOptions = {},
): Promise<Lookup> {
  const preview = pulumi.runtime.isDryRun();
  if (await dependsOnSomething(args, opts)) {
    return { preview, own: randomUUID() };
  }
  const { parent } = opts;
  if (parent === undefined || parent === pulumi.runtime.getStackResource()) {
    return { preview };
  }
  await new Promise<void>((resolve) => {
    parent.urn.apply(() => {
      resolve();
    });
  });
  return { preview, notBefore: Date.now() };
}

async function dependsOnSomething(
  args: VifPeerDetectionArgs,
  { dependsOn }: pulumi.CustomResourceOptions,
): Promise<boolean> {
  if (Array.isArray(dependsOn) ? dependsOn.length > 0 : dependsOn) return true;
  const resources = new Set<pulumi.Resource>();
  await pulumi.runtime.serializeProperty("VifPeerDetection", args, resources);
  return resources.size > 0;
}
