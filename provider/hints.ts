import { randomUUID } from "node:crypto";
import * as v from "valibot";
import { digestOf } from "./digest.js";
import { namesOfLimits } from "./detections/index.js";
import { InputError } from "./huaweicloud/index.js";

/** What the program knows about a resource but the engine does not pass to `check`. Never saved. */
const HintsSchema = v.looseObject({
  /** Whether this is a preview, which does not wait. */
  preview: v.boolean(),
  /** Identifies the resources that were ready together. A result fetched for one of them is fresh enough for all. */
  batch: v.string(),
  /** The queries of those resources, as JSON. */
  siblings: v.optional(v.string()),
  /** The inputs that the program sets, and the limits in `expect`. */
  given: v.array(v.string()),
  /** The inputs that are or contain secrets. */
  secrets: v.optional(v.array(v.string())),
  /** Problems with the resource's options. */
  problems: v.array(v.string()),
  /**
   * A digest of a run's gate as the program sets it: the gate is a saved input, so an old gate could arrive instead of the new
   * one.
   */
  digest: v.optional(v.string()),
  /** The option `customTimeouts`, which the engine does not pass on. */
  timeouts: v.optional(
    v.object({
      create: v.optional(v.string()),
      update: v.optional(v.string()),
    }),
  ),
});

export type LookupHints = v.InferOutput<typeof HintsSchema>;

/** An input with limits, marked if messages must not show them. */
export function withSecrecy<Limits>(
  name: "expect" | "remeasure",
  limits: Limits,
  secrets: readonly string[] = [],
): Limits | (Limits & { readonly isSecret: true }) {
  return typeof limits === "object" && secrets.includes(name)
    ? { ...limits, isSecret: true }
    : limits;
}

const NO_HINTS = { preview: false, given: [], problems: [] };

/**
 * Parses the input `__lookup`, and throws if the other inputs differ from those that the program set. Only `ignoreChanges` could
 * change them unnoticed, and only if there are old inputs: without old inputs, hints are optional.
 */
export function readHints(
  text: unknown,
  olds: object,
  inputs: object,
): LookupHints {
  if (text === undefined && Object.keys(olds).length === 0) {
    return { ...NO_HINTS, batch: randomUUID() };
  }
  const parsed = v.safeParse(
    v.pipe(v.string(), v.parseJson(), HintsSchema),
    text,
  );
  if (!parsed.success) {
    throw new InputError(
      "the input __lookup is missing or malformed, so the provider can't tell whether the resource has expectations: create the resource as a VifPeerDetection of this package, and remove * and __lookup from ignoreChanges and transforms",
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
      "expect or remeasure does not have the value that the program sets: ignoreChanges or a transform replaces it. Remove it there",
    );
  }
  if (problems.length > 0) throw new InputError(problems.join("\n"));
  return hints;
}

/** Inputs that were removed or added on the way: the engine applies `ignoreChanges` before `check`. */
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
          `${name} is set in the program but did not reach the provider: ignoreChanges or a transform removes it. Keep it out of both`,
      ),
    ...arrived
      .filter((name) => !given.includes(name))
      .map(
        (name) =>
          `${name} is not set in the program but reached the provider: ignoreChanges or a transform adds it. Keep it out of both`,
      ),
  ];
}
