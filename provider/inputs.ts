import * as v from "valibot";
import { parseDuration } from "./huaweicloud/duration.js";
import { InputError } from "./huaweicloud/errors.js";
import { PROJECT_ID, REGION } from "./huaweicloud/settings.js";

/** What the engine hands to a dynamic provider in place of a value that is not known yet. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const matching = (pattern: RegExp, expected: string) =>
  v.pipe(
    v.string("expected a text"),
    v.regex(
      pattern,
      (issue) => `${JSON.stringify(issue.input)} should be ${expected}`,
    ),
  );

const id = v.pipe(
  matching(
    UUID,
    "an id of 36 characters, as 3284c6e2-a803-4108-8496-ed3f150697d6",
  ),
  v.toLowerCase(),
);
const region = matching(REGION, "a region, as cn-north-4");
const projectId = matching(
  PROJECT_ID,
  "a project's id, as b197c48159d44a66b32c538c3f8da89a",
);
const duration = v.pipe(
  v.string("expected a duration such as 30s, 5m or 1h30m"),
  v.rawCheck(({ dataset, addIssue }) => {
    try {
      if (dataset.typed) parseDuration(dataset.value);
    } catch (error) {
      addIssue({ message: (error as Error).message });
    }
  }),
);
const percentage = v.pipe(
  v.number("expected a number of percent, 0 to 100"),
  v.minValue(0, "expected a number of percent, 0 to 100"),
  v.maxValue(100, "expected a number of percent, 0 to 100"),
);
/** A program may well pass `null` or `undefined` for what it does not set. */
const optional = <S extends v.GenericSchema>(schema: S) =>
  v.optional(
    v.pipe(
      v.nullable(schema),
      v.transform((value) => value ?? undefined),
    ),
  );

const Inputs = v.pipe(
  v.strictObject({
    detectionId: optional(id),
    vifPeerId: optional(id),
    region: optional(region),
    projectId: optional(projectId),
    waitForCompletion: optional(
      v.union([
        v.boolean(),
        v.strictObject({
          timeout: optional(duration),
          interval: optional(
            v.pipe(
              duration,
              v.check(
                (text) => parseDuration(text) > 0,
                "an interval must be longer than nothing",
              ),
            ),
          ),
        }),
      ]),
    ),
    expect: optional(
      v.strictObject({
        maxLossRatio: optional(percentage),
        maxAge: optional(duration),
      }),
    ),
    /** The serialized provider itself. */
    __provider: v.optional(v.unknown()),
  }),
  v.check(
    ({ detectionId, vifPeerId }) => (detectionId ?? vifPeerId) !== undefined,
    "neither detectionId nor vifPeerId is given: one of them says which task to read",
  ),
);

const Filter = v.strictObject({
  vifPeerId: optional(id),
  status: optional(v.picklist(["processing", "complete", "error"])),
  region: optional(region),
  projectId: optional(projectId),
});

export type Filter = v.InferOutput<typeof Filter>;
export type Inputs = v.InferOutput<typeof Inputs>;

/** The inputs of a resource or function; all that is wrong is reported at once. */
export function parseInputs(inputs: object): Inputs {
  return parse(Inputs, inputs);
}

/** What a list is filtered by. */
export function parseFilter(filter: object): Filter {
  return parse(Filter, filter);
}

function parse<Schema extends v.GenericSchema>(
  schema: Schema,
  inputs: object,
): v.InferOutput<Schema> {
  const parsed = v.safeParse(schema, inputs);
  if (parsed.success) return parsed.output;
  throw new InputError(parsed.issues.flatMap(describe).join("\n"));
}

function describe(issue: v.BaseIssue<unknown>): string[] {
  const path = v.getDotPath(issue);
  if (path === null) return [issue.message];
  if (issue.type === "union" && issue.issues) {
    const inner = issue.issues.filter((one) => v.getDotPath(one) !== null);
    return inner.length > 0
      ? inner.flatMap((one) => describe(one).map((text) => `${path}.${text}`))
      : [`${path}: expected true, or an object of timeout and interval`];
  }
  if (issue.type === "strict_object" && issue.expected === "never") {
    return [`${path} is not an input that is known here`];
  }
  return [`${path}: ${issue.message}`];
}

/** Whether any input, however deep, is not known yet. */
export function hasUnknown(value: unknown): boolean {
  if (typeof value === "object" && value !== null) {
    return Object.values(value).some(hasUnknown);
  }
  return value === UNKNOWN;
}
