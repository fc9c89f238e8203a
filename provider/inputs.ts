import * as v from "valibot";
import { parseDuration } from "./huaweicloud/duration.js";
import { InputError } from "./huaweicloud/errors.js";
import { PROJECT_ID, REGION } from "./huaweicloud/settings.js";

/** What the engine hands to a dynamic provider in place of a value that is not known yet. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const matching = (pattern: RegExp, expected: string) =>
  v.pipe(
    v.string(expectedBy("a string")),
    v.regex(
      pattern,
      (issue) => `${JSON.stringify(issue.input)} should be ${expected}`,
    ),
  );

export const id = v.pipe(
  matching(
    UUID,
    "an id of 36 characters, as 3284c6e2-a803-4108-8496-ed3f150697d6",
  ),
  v.toLowerCase(),
);
export const region = matching(REGION, "a region, as cn-north-4");
export const projectId = matching(
  PROJECT_ID,
  "a project's id, as b197c48159d44a66b32c538c3f8da89a",
);
const A_DURATION = expectedBy("a duration such as 30s, 5m or 1h30m");
export const duration = v.pipe(
  v.string(A_DURATION),
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    try {
      parseDuration(dataset.value);
    } catch (error) {
      addIssue({ message: (error as Error).message });
    }
  }),
);
const A_PERCENTAGE = expectedBy("a number from 0 to 100");
export const percentage = v.pipe(
  v.number(A_PERCENTAGE),
  v.minValue(0, A_PERCENTAGE),
  v.maxValue(100, A_PERCENTAGE),
);
const A_COUNT = expectedBy("a whole number from 1 to 100");
const wholeNumber = v.pipe(
  v.number(A_COUNT),
  v.integer(A_COUNT),
  v.minValue(1, A_COUNT),
  v.maxValue(100, A_COUNT),
);
/** Without it a default holds, so `null` and `undefined` do no harm. */
export const optional = <S extends v.GenericSchema>(schema: S) =>
  v.optional(
    v.pipe(
      v.nullable(schema),
      v.transform((value) => value ?? undefined),
    ),
  );
/** valibot takes a list for an object. */
export const object = <E extends v.ObjectEntries>(
  entries: E,
  expected: string,
) =>
  v.pipe(
    v.custom<object>(
      (value) =>
        typeof value === "object" && value !== null && !Array.isArray(value),
      expectedBy(expected),
    ),
    v.strictObject(entries),
  );

const query = {
  detectionId: optional(id),
  vifPeerId: optional(id),
  region: optional(region),
  projectId: optional(projectId),
  waitForCompletion: v.optional(
    v.union([
      v.boolean(),
      object(
        {
          timeout: optional(duration),
          interval: optional(
            v.pipe(
              duration,
              v.check(
                (text) => parseDuration(text) > 0,
                "an interval must be greater than 0",
              ),
            ),
          ),
        },
        "an object",
      ),
    ]),
  ),
};

const NO_ID =
  "neither detectionId nor vifPeerId is given: one of them says which detection to read";
function namesDetection({
  detectionId,
  vifPeerId,
}: {
  readonly detectionId?: string | undefined;
  readonly vifPeerId?: string | undefined;
}): boolean {
  return (detectionId ?? vifPeerId) !== undefined;
}

const Inputs = v.pipe(
  v.strictObject({
    ...query,
    // Here nothing may be empty: a gate without its limit would pass any line.
    expect: v.optional(
      object(
        {
          maxLossRatio: v.exactOptional(percentage),
          maxAge: v.exactOptional(duration),
          consecutive: v.exactOptional(wholeNumber),
          within: v.exactOptional(duration),
        },
        "an object of maxLossRatio and maxAge",
      ),
    ),
    /** The serialized provider itself. */
    __provider: v.optional(v.unknown()),
  }),
  v.check((one) => namesDetection(one), NO_ID),
  v.check(
    ({ expect }) =>
      expect?.within === undefined || expect.consecutive !== undefined,
    "expect.within is given without expect.consecutive: it says how long ago those detections may have ended",
  ),
  v.check(
    ({ expect, detectionId }) =>
      expect?.consecutive === undefined || detectionId === undefined,
    "expect.consecutive is given together with detectionId: it judges the newest detections of a peer, so give vifPeerId alone",
  ),
);

/** A function only reads, and has no gate. */
const Arguments = v.pipe(
  v.strictObject({
    ...query,
    expect: v.optional(
      v.never(
        "a function only reads, so nothing is expected of its result: hold it against limits with unmetExpectations(detection, { maxLossRatio: 1 })",
      ),
    ),
  }),
  v.check((one) => namesDetection(one), NO_ID),
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

/** The arguments of a function that reads one detection. */
export function parseArguments(args: object): v.InferOutput<typeof Arguments> {
  return parse(Arguments, args);
}

/** What a list is filtered by. */
export function parseFilter(filter: object): Filter {
  return parse(Filter, filter);
}

export function parse<Schema extends v.GenericSchema>(
  schema: Schema,
  inputs: object,
): v.InferOutput<Schema> {
  const parsed = v.safeParse(schema, inputs);
  if (parsed.success) return parsed.output;
  throw new InputError(parsed.issues.flatMap(describe).join("\n"));
}

/** Saved beside the inputs, so that the engine hands them over where `ignoreChanges` names them. */
const RESULTS = new Set([
  "domainId",
  "startTime",
  "endTime",
  "status",
  "lossRatio",
  "__id",
]);

export function expectedBy(expected: string) {
  return ({ received }: v.BaseIssue<unknown>) =>
    `expected ${expected}, received ${received}`;
}

function describe(issue: v.BaseIssue<unknown>): string[] {
  const path = v.getDotPath(issue);
  if (path === null) return [issue.message];
  if (issue.type === "never") return [`${path}: ${issue.message}`];
  if (issue.input === null || issue.input === "") {
    return [`${path} is given but empty: give it a value, or leave it out`];
  }
  if (issue.type === "union" && issue.issues) {
    const inner = issue.issues.filter((one) => v.getDotPath(one) !== null);
    return inner.length > 0
      ? inner.flatMap((one) => describe(one).map((text) => `${path}.${text}`))
      : [
          path === "remeasure"
            ? `${path}: expected "onTriggers", "always", or an object of olderThan`
            : `${path}: expected true, or an object of timeout and interval`,
        ];
  }
  if (issue.type === "strict_object" && issue.expected === "never") {
    return RESULTS.has(path)
      ? [
          `${path} is a result, not an input: take "${path}" or "*" out of ignoreChanges, which makes the engine hand over the old one, or out of the program`,
        ]
      : [`${path} is not an input that is known here`];
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
