import { createHash, randomUUID } from "node:crypto";
import { hasUnknown, type LookupHints } from "../provider/core.js";

/**
 * Fetches are shared only within a batch that the program names, since nothing tells what a resource depends on. Its price:
 * the result may be older than a dependency, unless that is a run, which ends all batches.
 */
export class Batches {
  #measured = 0;

  /** A run has measured, on which any further resource may depend. */
  end(): void {
    this.#measured += 1;
  }

  hintsOf(batch: unknown, given: Readonly<Record<string, unknown>>) {
    const hints = { preview: false, given: [], problems: [] };
    const ids = Array.isArray(batch) && !hasUnknown(batch) ? batch : [];
    if (ids.length === 0) return { ...hints, batch: randomUUID() };
    const { detectionId, region, projectId } = given;
    const text = JSON.stringify([this.#measured, ids]);
    return {
      ...hints,
      batch: createHash("sha256").update(text).digest("hex"),
      ...(detectionId !== undefined && {
        siblings: JSON.stringify(
          ids.map((id) => ({ detectionId: id as string, region, projectId })),
        ),
      }),
    } satisfies LookupHints;
  }
}
