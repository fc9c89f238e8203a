import { createHash, randomUUID } from "node:crypto";
import { hasUnknown, type LookupHints } from "../provider/core.js";

/**
 * Fetches are shared only within a batch that the program names, since the engine does not say what a resource depends on. In
 * return, the result may be older than a dependency, unless that dependency is a run, which ends all batches.
 */
export class Batches {
  #measured = 0;

  /** Called when a run has measured, since any later resource may depend on the run. */
  end(): void {
    this.#measured += 1;
  }

  hintsOf(batch: unknown, given: Readonly<Record<string, unknown>>) {
    const hints = { preview: false, given: [], problems: [] };
    const ids = Array.isArray(batch) && !hasUnknown(batch) ? sorted(batch) : [];
    if (ids.length === 0) return { ...hints, batch: randomUUID() };
    const { detectionId, region, projectId } = given;
    const text = JSON.stringify([this.#measured, ids]);
    return {
      ...hints,
      batch: createHash("sha256").update(text).digest("hex"),
      ...(detectionId !== undefined && {
        siblings: JSON.stringify(
          ids.map((detectionId) => ({ detectionId, region, projectId })),
        ),
      }),
    } satisfies LookupHints;
  }
}

/** Some languages have no order in a set. */
function sorted(ids: readonly unknown[]): string[] {
  return [...new Set(ids.map((id) => String(id).toLowerCase()))].sort();
}
