import * as v from "valibot";
import { InputError } from "./errors.js";
import { PROJECT_ID, REGION } from "./settings.js";

/** What the engine hands to a dynamic provider in place of a value that is not known yet. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/**
 * What the program tells `check` beside the inputs; stripped before anything else sees it.
 */
const Lookup = v.looseObject({
  /** A number for each resource that depends on something: its value is fetched at its own `check`. */
  fresh: v.optional(v.number()),
});

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const EXAMPLE_ID = "3284c6e2-a803-4108-8496-ed3f150697d6";

const id = (name: string) =>
  v.pipe(
    v.string(),
    v.regex(
      UUID,
      (issue) =>
        `${name} is not an id: ${JSON.stringify(issue.input)} should have 36 characters, as ${EXAMPLE_ID}`,
    ),
  );
const text = (name: string, pattern: RegExp, example: string) =>
  v.optional(
    v.pipe(
      v.string(),
      v.regex(
        pattern,
        (issue) =>
          `${name} is malformed: ${JSON.stringify(issue.input)} should look like ${example}`,
      ),
    ),
  );

const Inputs = v.strictObject({
  detectionId: id("detectionId"),
  region: text("region", REGION, "cn-north-4"),
  projectId: text("projectId", PROJECT_ID, "b197c48159d44a66b32c538c3f8da89a"),
  lookup: v.optional(Lookup),
  /** The serialized provider itself. */
  __provider: v.optional(v.unknown()),
});

export type Inputs = v.InferOutput<typeof Inputs>;

/** The inputs of a resource, without the absent ones; all that is wrong is reported at once. */
export function parseInputs(news: object): Inputs {
  const given = Object.fromEntries(
    Object.entries(news).filter(([, value]) => value != null),
  );
  const parsed = v.safeParse(Inputs, given);
  if (parsed.success) return parsed.output;
  throw new InputError(parsed.issues.map(describe).join("\n"));
}

function describe(issue: v.BaseIssue<unknown>): string {
  const path = v.getDotPath(issue) ?? "";
  if (issue.type === "strict_object" && issue.expected === "never") {
    return `${path} is not an input of VifPeerDetection`;
  }
  if (issue.type === "strict_object") return `${path} is missing`;
  if (issue.type === "regex") return issue.message;
  return `${path} is malformed: expected ${issue.expected ?? "another value"}, got ${issue.received}`;
}

/** Whether any input, however deep, is not known yet. */
export function hasUnknown(value: unknown): boolean {
  if (typeof value === "object" && value !== null) {
    return Object.values(value).some(hasUnknown);
  }
  return value === UNKNOWN;
}
