import * as v from "valibot";
import { type LimitName, RESULTS, STATUSES } from "./detections/index.js";
import { InputError, PROJECT_ID, REGION } from "./huaweicloud/index.js";
import { rootOf } from "./ignoredPaths.js";
import { parseDuration } from "./units/index.js";

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
    "an id of 36 characters, such as 3284c6e2-a803-4108-8496-ed3f150697d6",
  ),
  v.toLowerCase(),
);
export const region = matching(REGION, "a region id, such as cn-north-4");
export const projectId = matching(
  PROJECT_ID,
  "a project id, such as b197c48159d44a66b32c538c3f8da89a",
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
/** An input with a default, which also applies to `null` and `undefined`. */
export const optional = <S extends v.GenericSchema>(schema: S) =>
  v.optional(
    v.pipe(
      v.nullable(schema),
      v.transform((value) => value ?? undefined),
    ),
  );
/** valibot accepts a list as an object. */
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
                "the interval must be greater than 0",
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
  "neither detectionId nor vifPeerId is set: set one of them to choose the detection";
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
    // No limit may be empty: a gate without its limit would pass any line.
    expect: v.optional(
      object(
        {
          maxLossRatio: v.exactOptional(percentage),
          maxAge: v.exactOptional(duration),
          consecutive: v.exactOptional(wholeNumber),
          within: v.exactOptional(duration),
        } satisfies Record<LimitName, unknown>,
        "an object with maxLossRatio and maxAge",
      ),
    ),
    /** The serialized provider. */
    __provider: v.optional(v.unknown()),
  }),
  v.check((one) => namesDetection(one), NO_ID),
  v.check(
    ({ expect }) =>
      expect?.within === undefined || expect.consecutive !== undefined,
    "expect.within requires expect.consecutive: it limits how long ago each of those detections may have ended",
  ),
  v.check(
    ({ expect, detectionId }) =>
      expect?.consecutive === undefined || detectionId === undefined,
    "expect.consecutive is set together with detectionId: it judges the newest detections of a peer, so set only vifPeerId",
  ),
);

/** A function only reads and has no gate. */
const Arguments = v.pipe(
  v.strictObject({
    ...query,
    expect: v.optional(
      v.never(
        "a function reads a detection and does not check it: pass its result to unmetExpectations(detection, { maxLossRatio: 1 })",
      ),
    ),
  }),
  v.check((one) => namesDetection(one), NO_ID),
);

const Filter = v.strictObject({
  vifPeerId: optional(id),
  status: optional(v.picklist(STATUSES, expectedBy(STATUSES.join(", ")))),
  region: optional(region),
  projectId: optional(projectId),
});

export type Filter = v.InferOutput<typeof Filter>;
export type Inputs = v.InferOutput<typeof Inputs>;

/**
 * Parses the inputs of a resource. Throws one error that lists every problem.
 *
 * @param secrets the names of inputs whose values must not be shown
 */
export function parseInputs(
  inputs: object,
  secrets?: readonly string[],
): Inputs {
  return parse(Inputs, inputs, secrets);
}

/** Parses the arguments of a function that reads one detection. */
export function parseArguments(args: object): v.InferOutput<typeof Arguments> {
  return parse(Arguments, args);
}

/** Parses the arguments of a function that lists detections. */
export function parseFilter(filter: object): Filter {
  return parse(Filter, filter);
}

export function parse<Schema extends v.GenericSchema>(
  schema: Schema,
  inputs: object,
  secrets: readonly string[] = [],
): v.InferOutput<Schema> {
  const parsed = v.safeParse(schema, inputs);
  if (parsed.success) return parsed.output;
  const problems = parsed.issues.flatMap((issue) => {
    const path = v.getDotPath(issue) ?? "";
    return secrets.includes(rootOf(path))
      ? `${path} is missing or malformed. It is a secret, so its value is not shown`
      : describe(issue);
  });
  throw new InputError(problems.join("\n"));
}

/** Saved with the inputs, so the engine passes them to `check` if `ignoreChanges` names them. */
const NOT_INPUTS = new Set([...RESULTS, "__id", "__foundBy"]);

export function expectedBy(expected: string) {
  return ({ received }: v.BaseIssue<unknown>) =>
    `expected ${expected}, received ${received}`;
}

function describe(issue: v.BaseIssue<unknown>): string[] {
  const path = v.getDotPath(issue);
  if (path === null) {
    return issue.type === "strict_object"
      ? [
          `expected an object of arguments, such as { detectionId: … }, received ${issue.received}`,
        ]
      : [issue.message];
  }
  if (issue.type === "never") return [`${path}: ${issue.message}`];
  if (issue.input === null || issue.input === "") {
    return [`${path} is set but empty: give it a value, or omit it`];
  }
  if (issue.type === "union" && issue.issues) {
    const inner = issue.issues.filter((one) => v.getDotPath(one) !== null);
    return inner.length > 0
      ? inner.flatMap((one) => describe(one).map((text) => `${path}.${text}`))
      : [
          path === "remeasure"
            ? `${path}: expected "onTriggers", "always", or an object with olderThan`
            : `${path}: expected true, or an object with timeout and interval`,
        ];
  }
  if (issue.type === "strict_object" && issue.expected === "never") {
    return NOT_INPUTS.has(path)
      ? [
          `${path} is an output, not an input: remove "${path}" or "*" from ignoreChanges, or remove ${path} from the program`,
        ]
      : [`${path} is not a known input`];
  }
  if (issue.type === "strict_object" && issue.input === undefined) {
    return [`${path} is missing: give it a value`];
  }
  return [`${path}: ${issue.message}`];
}
