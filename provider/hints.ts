import { randomUUID } from "node:crypto";
import * as v from "valibot";
import { digestOf } from "./digest.js";
import { namesOfLimits } from "./detections/limits.js";
import { InputError } from "./huaweicloud/errors.js";

/** What the program knows of a resource and the engine does not tell `check`; never saved. */
const LookupHints = v.looseObject({
  /** Whether this is a preview, which does not wait. */
  preview: v.boolean(),
  /** The resources that were ready together: what is fetched for one of them is new enough for all. */
  batch: v.string(),
  /** What those look up, as JSON. */
  siblings: v.optional(v.string()),
  /** The inputs that the program gave, and the limits of `expect`. */
  given: v.array(v.string()),
  /** What is wrong with the resource's options. */
  problems: v.array(v.string()),
  /** Of what the gate of a run was given: its inputs are saved, so that an old one may arrive in place of a new one. */
  digest: v.optional(v.string()),
  /** The option `customTimeouts`, which the engine keeps to itself. */
  timeouts: v.optional(
    v.object({
      create: v.optional(v.string()),
      update: v.optional(v.string()),
    }),
  ),
});

export type LookupHints = v.InferOutput<typeof LookupHints>;

const NAME = "__lookup";
const NO_HINTS = { preview: false, given: [], problems: [] };

/**
 * Takes the hints out of what the engine hands to `check`, and throws where the inputs are not those that the program
 * gave. Only `ignoreChanges` could do that unseen, and it needs old inputs: without them there may be no hints.
 */
export function takeHints(
  olds: object,
  news: object,
): { hints: LookupHints; inputs: object } {
  const { [NAME]: text, ...inputs } = news as Record<string, unknown>;
  if (text === undefined && Object.keys(olds).length === 0) {
    return { hints: { ...NO_HINTS, batch: randomUUID() }, inputs };
  }
  const parsed = v.safeParse(
    v.pipe(v.string(), v.parseJson(), LookupHints),
    text,
  );
  if (!parsed.success) {
    throw new InputError(
      "the hints of pulumi-huaweicloud-dc are missing, so it is not known whether there is a gate: construct the resource as a VifPeerDetection of this package, and take * and __lookup out of ignoreChanges and transforms",
    );
  }
  const hints = parsed.output;
  const problems = [...hints.problems, ...differences(hints.given, inputs)];
  if (
    problems.length === 0 &&
    hints.digest !== undefined &&
    hints.digest !== digestOf(inputs)
  ) {
    problems.push(
      "expect or remeasure arrived with another value than was given: ignoreChanges or a transform replaces it. Remove it there",
    );
  }
  if (problems.length > 0) throw new InputError(problems.join("\n"));
  return { hints, inputs };
}

/** What the engine removed or added on the way: `ignoreChanges` works on inputs before they are checked. */
function differences(given: readonly string[], inputs: object): string[] {
  const arrived = [
    ...Object.keys(inputs).filter((name) => !name.startsWith("__")),
    ...namesOfLimits((inputs as { expect?: unknown }).expect),
  ];
  return [
    ...given
      .filter((name) => !arrived.includes(name))
      .map(
        (name) =>
          `${name} was given, but did not arrive: ignoreChanges or a transform takes it away. Remove it there`,
      ),
    ...arrived
      .filter((name) => !given.includes(name))
      .map(
        (name) =>
          `${name} was not given, but arrived: ignoreChanges or a transform adds it. Remove it there`,
      ),
  ];
}
