import * as v from "valibot";
import { InputError } from "./huaweicloud/index.js";
import {
  duration,
  expectedBy,
  id,
  object,
  optional,
  parse,
  percentage,
  projectId,
  region,
} from "./inputs.js";

/** When a run measures again although its triggers are unchanged and the saved result meets its gate. */
const Remeasure = v.union([
  v.picklist(["onTriggers", "always"]),
  object({ olderThan: duration }, "an object"),
]);

type Remeasure = v.InferOutput<typeof Remeasure>;

/** Default: long enough for an update right after another one, too short to trust yesterday's result. */
const REMEASURE: Remeasure = { olderThan: "1h" };

/** Does not show the value, which may be a secret. */
const A_LIST = "expected a list, such as [commit]";

const Given = v.strictObject({
  vifPeerId: optional(id),
  triggers: optional(v.array(v.unknown(), A_LIST)),
  remeasure: optional(Remeasure),
  // No limit may be empty: a gate without its limit would pass any line.
  expect: v.optional(
    object(
      {
        maxLossRatio: v.exactOptional(percentage),
        maxAge: v.exactOptional(duration),
      },
      "an object with maxLossRatio and maxAge",
    ),
  ),
  keep: optional(v.boolean(expectedBy("true or false"))),
  region: optional(region),
  projectId: optional(projectId),
  /** The serialized provider itself. */
  __provider: v.optional(v.unknown()),
});

/** The inputs of a run, with their defaults. */
export interface RunInputs extends Omit<
  v.InferOutput<typeof Given>,
  "__provider"
> {
  readonly vifPeerId: string;
  readonly remeasure: Remeasure;
  readonly keep: boolean;
}

/** Parses the inputs of a run; reports all problems at once. */
export function parseRunInputs(
  inputs: object,
  secrets?: readonly string[],
): RunInputs {
  const given = parse(Given, inputs, secrets);
  const { vifPeerId, remeasure = REMEASURE, keep = false } = given;
  if (vifPeerId === undefined) {
    throw new InputError(
      "vifPeerId is missing: set it to the id of the peer to measure",
    );
  }
  const { triggers, expect, region, projectId } = given;
  return {
    vifPeerId,
    remeasure,
    keep,
    triggers,
    expect,
    region,
    projectId,
  };
}
