/** The limits in `expect`, such as `expect.maxLossRatio`. */
export function namesOfLimits(expect: unknown): string[] {
  if (typeof expect !== "object" || expect === null) return [];
  return Object.keys(expect).map((name) => `expect.${name}`);
}
