import * as v from "valibot";

/** Everything that is wrong, by its field: `vif_peer_detection.status: Expected …`. */
export function describeIssues(
  issues: readonly v.BaseIssue<unknown>[],
  whole = "the body",
): string {
  return issues
    .map((issue) => `${v.getDotPath(issue) ?? whole}: ${issue.message}`)
    .join("; ");
}
