/** Programs load it too, so it imports little. */

/** Pulumi's placeholder for a value that is not known yet. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Whether any value, at any depth, is not known yet. */
export function hasUnknown(value: unknown): boolean {
  if (typeof value === "object" && value !== null) {
    return Object.values(value).some(hasUnknown);
  }
  return value === UNKNOWN;
}

/** Properties that are not known yet. */
export function unknown(names: readonly string[]): object {
  return Object.fromEntries(names.map((name) => [name, UNKNOWN]));
}
