import { CONTESTANTS, type Contestant } from "./programs.js";
import type { Operation, Sample } from "./track.js";

/** One combination with the samples of each contestant. The n-th samples were taken in the same round. */
export interface Row {
  readonly operation: Operation;
  readonly resources: number;
  readonly latencyMs: number;
  readonly samples: Readonly<Record<Contestant, Sample[]>>;
}

/** The peak memory of the provider process in a preview, in megabytes. */
export interface Memory {
  readonly resources: number;
  readonly ours: number;
  readonly engine: number;
}

export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const low = sorted[Math.floor((sorted.length - 1) / 2)];
  const high = sorted[Math.floor(sorted.length / 2)];
  return low === undefined || high === undefined ? NaN : (low + high) / 2;
}

export function secondsOf(
  row: Row,
  contestant: Contestant,
): number | undefined {
  const seconds = row.samples[contestant].map((sample) => sample.seconds);
  return seconds.length === 0 ? undefined : median(seconds);
}

export function rowsAsTable(rows: readonly Row[]): string {
  const header = [
    "",
    "resources",
    "latency",
    CONTESTANTS.ours,
    CONTESTANTS.engine,
    "difference",
    "ratio",
    CONTESTANTS.oneByOne,
    CONTESTANTS.floor,
    "requests",
    "at once",
  ];
  return table(header, rows.map(cells));
}

export function memoryAsTable(memory: readonly Memory[]): string {
  return table(
    ["resources", CONTESTANTS.ours, CONTESTANTS.engine],
    memory.map(({ resources, ours, engine }) => [
      thousands(resources),
      `${ours.toFixed(0)} MB`,
      `${engine.toFixed(0)} MB`,
    ]),
  );
}

function cells(row: Row): string[] {
  const { ours, engine } = row.samples;
  const pairs = ours.flatMap(({ seconds }, i) => {
    const other = engine[i];
    return other ? [{ seconds, other: other.seconds }] : [];
  });
  const difference = median(pairs.map((pair) => pair.seconds - pair.other));
  const ratio = median(pairs.map((pair) => pair.seconds / pair.other));
  return [
    row.operation,
    thousands(row.resources),
    `${String(row.latencyMs)} ms`,
    time(secondsOf(row, "ours")),
    time(secondsOf(row, "engine")),
    `${difference < 0 ? "−" : "+"}${Math.abs(difference).toFixed(2)} s`,
    ratio.toFixed(2),
    time(secondsOf(row, "oneByOne")),
    time(secondsOf(row, "floor")),
    range(ours.map(({ requests }) => requests)),
    range(ours.map(({ atOnce }) => atOnce)),
  ];
}

function time(seconds: number | undefined): string {
  return seconds === undefined ? "too long" : `${seconds.toFixed(2)} s`;
}

function range(numbers: readonly number[]): string {
  const least = Math.min(...numbers);
  const most = Math.max(...numbers);
  return least === most
    ? thousands(least)
    : `${thousands(least)}–${thousands(most)}`;
}

function thousands(count: number): string {
  return count.toLocaleString("en");
}

/** A Markdown table in Prettier's format, with aligned columns. */
function table(
  header: readonly string[],
  body: readonly (readonly string[])[],
): string {
  const widths = header.map((name, column) =>
    Math.max(3, name.length, ...body.map((row) => row[column]?.length ?? 0)),
  );
  const line = (row: readonly string[]) =>
    `| ${row
      .map((cell, column) =>
        column === 0
          ? cell.padEnd(widths[column] ?? 0)
          : cell.padStart(widths[column] ?? 0),
      )
      .join(" | ")} |`;
  const rule = widths.map((width, column) =>
    column === 0 ? "-".repeat(width) : `${"-".repeat(width - 1)}:`,
  );
  return [line(header), line(rule), ...body.map(line)].join("\n");
}
