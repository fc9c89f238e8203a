const UNITS = { h: 3_600_000, m: 60_000, s: 1_000, ms: 1 };

/** Parses a duration as in Pulumi's `customTimeouts` (`30s`, `5m`, `1h30m`) to whole milliseconds. Throws a RangeError. */
export function parseDuration(text: string): number {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|h|m|s)/g)];
  if (text === "" || parts.map(([part]) => part).join("") !== text) {
    throw new RangeError(
      `${JSON.stringify(text)} is not a duration such as 30s, 5m or 1h30m${inHours(text)}`,
    );
  }
  const ms = parts.reduce(
    (sum, [, number, unit]) =>
      sum + Number(number) * UNITS[unit as keyof typeof UNITS],
    0,
  );
  return Math.round(ms);
}

/** Suggests hours for a duration in days. */
function inHours(text: string): string {
  const [, days] = /^(\d{1,4})d$/.exec(text) ?? [];
  return days === undefined ? "" : `: write ${String(24 * Number(days))}h`;
}

/** Formats a duration for people: `45 s`, `3 min 20 s`, `2 h 5 min`, `3 days`. */
export function formatDuration(ms: number): string {
  const seconds = ms / 1000;
  if (seconds < 10) return `${seconds.toFixed(1).replace(/\.0$/, "")} s`;
  if (seconds < 60) return `${String(Math.round(seconds))} s`;
  const [large, small, unit, part] =
    seconds < 3600
      ? [Math.floor(seconds / 60), Math.floor(seconds % 60), "min", "s"]
      : [
          Math.floor(seconds / 3600),
          Math.floor((seconds % 3600) / 60),
          "h",
          "min",
        ];
  if (large >= 72) return `${String(Math.floor(large / 24))} days`;
  return `${String(large)} ${unit}${small ? ` ${String(small)} ${part}` : ""}`;
}
