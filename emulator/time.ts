/** The format of a detection's times in the documentation: `2025-07-05 15:11:14`, in UTC. */
export function apiTime(instant: number): string {
  return new Date(instant).toISOString().slice(0, 19).replace("T", " ");
}

/** The format of X-Sdk-Date: `20250705T151114Z`. */
export function signingTime(instant: number): string {
  return new Date(instant).toISOString().replace(/[-:]|\.\d+/g, "");
}

/** The format of IAM and the metadata service, with microseconds. */
export function identityTime(instant: number): string {
  return new Date(instant).toISOString().replace("Z", "000Z");
}

export function parseSigningTime(text: string): number | undefined {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  if (parts === null) return undefined;
  const [, year, month, day, hour, minute, second] = parts.map(Number);
  return Date.UTC(year ?? NaN, (month ?? NaN) - 1, day, hour, minute, second);
}
