/** A row of the table that the tests print. */
export interface Row {
  readonly fault: string;
  readonly "what the user sees": string;
  readonly attempts: number;
  readonly "time (s)": string;
  readonly "state intact"?: string;
}

/** Formats the rows as a text table. The last column is not padded. */
export function printTable(rows: readonly Row[]): void {
  const [first] = rows;
  if (!first) return;
  const names = Object.keys(first) as (keyof Row)[];
  const cells = [
    names as string[],
    ...rows.map((row) => names.map((name) => String(row[name]))),
  ];
  const widths = names.map((_, column) =>
    Math.max(...cells.map((line) => line[column]?.length ?? 0)),
  );
  for (const line of cells) {
    console.log(
      `    ${line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ")}`.trimEnd(),
    );
  }
}
