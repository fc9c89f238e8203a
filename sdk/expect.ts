import * as pulumi from "@pulumi/pulumi";

/**
 * Pulumi leaves out what is `undefined`, so a limit that the program names but does not have (`config.getNumber` of a
 * key that is not set) would be no limit. As `null` it arrives, and `check` refuses it.
 */
export function spelledOut({ expect }: { readonly expect?: unknown }): object {
  if (expect === undefined) return {};
  return { expect: isLater(expect) ? later(expect) : withNulls(expect) };
}

function withNulls(value: unknown): unknown {
  if (value === undefined) return null;
  if (isLater(value)) return later(value);
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, limit]) => [name, withNulls(limit)]),
  );
}

function later(value: unknown): pulumi.Output<unknown> {
  const output = pulumi.output(value) as pulumi.Output<unknown>;
  return output.apply(withNulls);
}

function isLater(value: unknown): boolean {
  return pulumi.Output.isInstance(value) || value instanceof Promise;
}
