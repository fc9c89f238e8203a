/** The limits that `expect` names, as `expect.maxLossRatio`. */
export function namesOfLimits(expect: unknown): string[] {
  if (typeof expect !== "object" || expect === null) return [];
  return Object.keys(expect).map((name) => `expect.${name}`);
}
