import * as v from "valibot";

const KINDS: Readonly<Record<string, string>> = {
  string: "a string",
  number: "a number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
  loose_object: "an object",
  strict_object: "an object",
};
const MAX_QUOTE = 80;

/**
 * Lists every problem by its field: `vif_peer_detection.status is "paused", expected processing, complete or error`; without
 * quoting, `expiresAt is not valid`.
 */
export function describeIssues(
  issues: readonly v.BaseIssue<unknown>[],
  { whole = "the body", quoting = true } = {},
): string {
  return issues
    .map((issue) => {
      const subject = v.getDotPath(issue) ?? whole;
      if (issue.input === undefined) return `${subject} is missing`;
      return quoting
        ? `${subject} is ${quote(issue.input)}, expected ${expected(issue)}`
        : `${subject} is not ${expected({ ...issue, message: "valid" })}`;
    })
    .join("; ");
}

function expected(issue: v.BaseIssue<unknown>): string {
  const { type, requirement } = issue;
  const kind = KINDS[type];
  if (kind !== undefined) return kind;
  switch (type) {
    case "picklist":
      return alternatives((issue as v.PicklistIssue).expected);
    case "min_length":
    case "non_empty":
      return "a value that is not empty";
    case "min_value":
      return `at least ${String(requirement)}`;
    case "max_value":
      return `at most ${String(requirement)}`;
    default:
      return issue.expected ?? issue.message;
  }
}

/** Turns valibot's `("a" | "b" | "c")` into words. */
function alternatives(list: string): string {
  const words = list.replace(/[()"]/g, "").split(" | ");
  return [words.slice(0, -1).join(", "), ...words.slice(-1)]
    .filter(Boolean)
    .join(" or ");
}

function quote(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > MAX_QUOTE ? `${text.slice(0, MAX_QUOTE)}…` : text;
}
