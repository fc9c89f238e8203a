/** Programs load it too, so it imports little. */
import { createHash } from "node:crypto";

/** A digest of the inputs that decide whether a run's gate is open. */
export function digestOf(inputs: object): string {
  const { expect, remeasure } = inputs as Record<string, unknown>;
  return createHash("sha256")
    .update(canonical({ expect, remeasure }))
    .digest("hex");
}

/**
 * Equal values give equal text: the protocol does not preserve the order of keys, and does not distinguish `null` from a
 * missing value.
 */
export function canonical(value: unknown): string {
  return JSON.stringify(sorted(value));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, one]) => [name, sorted(one ?? undefined)]),
  );
}
