import { OUTPUTS } from "./detections/index.js";
import type { Located } from "./lookups/index.js";
import { type LookupHints, withSecrecy } from "./hints.js";
import { parseDuration } from "./units/index.js";
import { InputError } from "./huaweicloud/index.js";
import type { RunInputs } from "./runInputs.js";

/** The inputs as `check` returns them. */
export interface RunChecked extends RunInputs {
  readonly region: string;
  readonly projectId: string;
  /** How the project was found, if not by its id. */
  readonly __foundBy?: string | undefined;
  /** The inputs that messages must not show. */
  readonly __secrets?: readonly string[] | undefined;
  /** How long to wait for a detection. Pulumi hides names that begin with `__`. */
  readonly __timeouts: Readonly<Record<Operation, string>>;
  /** The shim, added by Pulumi. */
  readonly __provider?: string;
}

export type Operation = "create" | "update";

/** The saved state of a run: its last detection, and what deleting and comparing need. */
export type Saved = Pick<Located, (typeof OUTPUTS)[number] & keyof Located> &
  Pick<RunChecked, "triggers" | "keep" | "__provider">;

/** The outputs known only after the measurement. */
export const RESULTS = OUTPUTS.filter(
  (name) => !["vifPeerId", "projectId", "region"].includes(name),
);
/** The default time limit of a detection: the API's own example took four minutes. */
const TIMEOUT = "10m";
/** The inputs that messages quote. */
const HIDDEN = ["expect", "remeasure"];
export const RUN_SAVED = [
  ...OUTPUTS,
  "triggers",
  "remeasure",
  "expect",
  "keep",
  "__timeouts",
  "__foundBy",
  "__secrets",
] as const;

/** What decides whether a run measures and passes. */
export function gateOf({ expect, remeasure, __secrets }: RunChecked) {
  return {
    expect: withSecrecy("expect", expect, __secrets),
    remeasure: withSecrecy("remeasure", remeasure, __secrets),
  };
}

/** What a run saves of its hints: how long it may wait, from the option `customTimeouts`, and what it must not show. */
export function saidBy({
  timeouts,
  secrets = [],
}: LookupHints): Pick<RunChecked, "__timeouts" | "__secrets"> {
  const limits = {
    create: timeouts?.create ?? TIMEOUT,
    update: timeouts?.update ?? TIMEOUT,
  };
  for (const [operation, limit] of Object.entries(limits)) {
    try {
      parseDuration(limit);
    } catch (error) {
      throw new InputError(
        `the option customTimeouts.${operation} is malformed: ${(error as Error).message}`,
      );
    }
  }
  const hidden = secrets.filter((name) => HIDDEN.includes(name));
  return {
    __timeouts: limits,
    ...(hidden.length > 0 && { __secrets: hidden }),
  };
}

/** The fields of a detection that a run saves. */
export function outputsOf(inputs: RunChecked, detection: object): object {
  return {
    ...pick(detection as Located, OUTPUTS),
    ...pick(inputs, ["vifPeerId", "region", "projectId", "triggers", "keep"]),
  };
}

/** Picks the properties that are present. */
export function pick<T extends object>(
  from: T,
  names: readonly (keyof T)[],
): object {
  return defined(Object.fromEntries(names.map((name) => [name, from[name]])));
}

/** Pulumi's protocol has no `undefined`. */
export function defined(values: object): object {
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== undefined),
  );
}
