import { limitsOf } from "../provider/index.js";
import { isLater, laterAs } from "./later.js";

/**
 * Pulumi drops `undefined` inputs, so a limit without a value (`config.getNumber` of a missing key) would disappear and limit
 * nothing. Sent as `null`, it reaches `check`, which refuses it.
 */
export function spelledOut({ expect }: { readonly expect?: unknown }): object {
  if (expect === undefined) return {};
  return {
    expect: isLater(expect) ? laterAs(expect, withNulls) : withNulls(expect),
  };
}

function withNulls(value: unknown): unknown {
  if (value === undefined) return null;
  if (isLater(value)) return laterAs(value, withNulls);
  // Pulumi drops functions and symbols, and the limit with them.
  if (["function", "symbol"].includes(typeof value)) return typeof value;
  if (typeof value !== "object" || value === null) return value;
  const limits = limitsOf(value);
  // A list arrives unchanged. Other objects would arrive empty, so `check` could not refuse them.
  if (!limits)
    return Array.isArray(value) ? value : Object.prototype.toString.call(value);
  return Object.fromEntries(
    Object.entries(limits).map(([name, limit]) => [name, withNulls(limit)]),
  );
}
