import { distance } from "fastest-levenshtein";

/** The most similar name, such as `accessKey` for `acessKey`, regardless of case. */
export function nearest(
  name: string,
  names: readonly string[],
): string | undefined {
  const away = (other: string) =>
    distance(name.toLowerCase(), other.toLowerCase());
  const [best] = names.toSorted((a, b) => away(a) - away(b));
  if (best === undefined) return undefined;
  // A third of the letters: `maxRetry` is 3 away from `maxRetries`.
  return away(best) <= Math.max(1, Math.round(best.length / 3))
    ? best
    : undefined;
}
