import * as seed from "../../emulator/seed.js";

/** The documented detection, which an emulator has initially. */
export const detectionId = seed.documentedDetection.id;
export const vifPeerId = seed.documentedDetection.vif_peer_id;

/** The placeholder in a preview's JSON for a value that is not known yet. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** An arbitrary id; equal numbers give equal ids. */
export function idOf(number: number): string {
  const digits = number.toString(16).padStart(12, "0");
  return `00000000-0000-4000-8000-${digits}`;
}

/**
 * The provider of {@link prelude}'s `Thing`, as text: a provider written as an object would load Pulumi's serializer, which
 * adds a second to every run.
 */
const thingProvider = `exports.handler = () => {
  const apply = async (inputs) => {
    for (const { url, fields } of inputs.patches ?? []) {
      const { ok } = await fetch(url, { method: "PATCH", body: JSON.stringify(fields) });
      if (!ok) throw new Error("no such task: " + url);
    }
    return { ...inputs, created: inputs.value ?? null };
  };
  return {
    create: async (inputs) => ({ id: "thing", outs: await apply(inputs) }),
    update: async (id, olds, news) => ({ outs: await apply(news) }),
  };
};`;

/**
 * The beginning of a program. `Thing` is another resource. Its output `created` equals its input `value` and is known once it
 * exists; its `patches` change detections of the emulator when it is created or updated.
 */
export const prelude = `
const pulumi = require("@pulumi/pulumi");
const dc = require("pulumi-huaweicloud-dc");
const settings = new pulumi.Config();

class Thing extends pulumi.CustomResource {
  constructor(name, props, opts) {
    const __provider = ${JSON.stringify(thingProvider)};
    super("pulumi-nodejs:dynamic:Resource", name, { created: undefined, ...props, __provider }, opts);
  }
}
`;
