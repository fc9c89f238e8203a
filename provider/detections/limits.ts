/** The limits in `expect`, such as `expect.maxLossRatio`. */
export function namesOfLimits(expect: unknown): string[] {
  if (typeof expect !== "object" || expect === null) return [];
  return Object.keys(expect).map((name) => `expect.${name}`);
}

const LIMITS = ["maxLossRatio", "maxAge", "consecutive", "within"] as const;
export type LimitName = (typeof LIMITS)[number];

/**
 * Limits by name, including inherited ones and getters, which would otherwise be ignored. `undefined` for anything but an
 * object of limits, such as a list or a Map.
 */
export function limitsOf(
  expect: object,
): Readonly<Record<string, unknown>> | undefined {
  if (Object.prototype.toString.call(expect) !== "[object Object]") {
    return undefined;
  }
  const given = expect as Readonly<Record<string, unknown>>;
  const names = [
    ...Object.keys(given),
    ...LIMITS.filter((name) => name in given),
  ];
  return Object.fromEntries(names.map((name) => [name, given[name]]));
}
