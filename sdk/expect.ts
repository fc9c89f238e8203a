import * as pulumi from "@pulumi/pulumi";
import { limitsOf } from "../provider/index.js";

/**
 * Pulumi drops `undefined` inputs, so a limit without a value (`config.getNumber` of a missing key) would disappear and limit
 * nothing. Sent as `null`, it reaches `check`, which refuses it.
 */
export function spelledOut({ expect }: { readonly expect?: unknown }): object {
  if (expect === undefined) return {};
  return { expect: isLater(expect) ? later(expect) : withNulls(expect) };
}

function withNulls(value: unknown): unknown {
  if (value === undefined) return null;
  if (isLater(value)) return later(value);
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

function later(value: unknown): pulumi.Output<unknown> {
  const output = pulumi.output(value) as pulumi.Output<unknown>;
  return output.apply(withNulls);
}

function isLater(value: unknown): boolean {
  return pulumi.Output.isInstance(value) || value instanceof Promise;
}
