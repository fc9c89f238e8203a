/** Draws docs/performance.svg from the table in docs/performance.md. */
import { CONTESTANTS, type Contestant } from "./programs.js";

/** The rows that the chart shows. If answers take long, lookups cost most. */
const OPERATION = "preview";
const LATENCY_MS = 100;

const NAMES = Object.keys(CONTESTANTS) as Contestant[];

/** Each line has a colour and a dash pattern, since not everybody can distinguish the colours. */
const STYLES: Record<
  Contestant,
  { light: string; dark: string; dash: string }
> = {
  ours: { light: "#0b62c4", dark: "#6cb2ff", dash: "none" },
  engine: { light: "#5c6370", dark: "#a9b1bd", dash: "7 4" },
  oneByOne: { light: "#b3401f", dark: "#ff9d7a", dash: "2 3" },
  floor: { light: "#21793a", dark: "#6fd08c", dash: "9 3 2 3" },
};

const WIDTH = 850;
const HEIGHT = 420;
const PLOT = { left: 56, top: 84, right: 650, bottom: 366 };

interface Measured {
  readonly resources: number;
  /** Missing if the run would have taken too long. */
  readonly seconds: Partial<Record<Contestant, number>>;
}

/** @param page the text of docs/performance.md */
export function chart(page: string): string {
  const rows = measuredIn(page);
  const counts = rows.map(({ resources }) => Math.log10(resources));
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  const x = (resources: number) =>
    PLOT.left +
    40 +
    ((Math.log10(resources) - least) / (most - least)) *
      (PLOT.right - PLOT.left - 60);
  const longest = Math.max(
    ...rows.flatMap(({ seconds }) => Object.values(seconds)),
  );
  const top = Math.ceil(longest / 2) * 2;
  const y = (seconds: number) =>
    PLOT.bottom - (seconds / top) * (PLOT.bottom - PLOT.top);
  const across = Array.from({ length: top / 2 + 1 }, (_, i) => i * 2).map(
    (tick) => {
      const at = place(y(tick));
      return `<path class="grid" d="M${PLOT.left} ${at}H${PLOT.right}"/><text x="${PLOT.left - 8}" y="${at}" dy="4" text-anchor="end">${tick} s</text>`;
    },
  );
  const down = rows.map(
    ({ resources }) =>
      `<text x="${place(x(resources))}" y="${PLOT.bottom + 22}" text-anchor="middle">${thousands(resources)}</text>`,
  );
  const lines = NAMES.map((name) => {
    const points = rows.flatMap(({ resources, seconds }) => {
      const value = seconds[name];
      return value === undefined
        ? []
        : [{ x: x(resources), y: y(value), value }];
    });
    const path = points.map((at) => `${place(at.x)},${place(at.y)}`).join(" ");
    const dots = points.map(
      (at) =>
        `<circle class="${name} dot" cx="${place(at.x)}" cy="${place(at.y)}" r="3.5"/>`,
    );
    const end = points.at(-1);
    const label = end
      ? `<text class="${name} label" x="${place(end.x + 12)}" y="${place(end.y)}" dy="5">${CONTESTANTS[name]}: ${end.value.toFixed(1)} s</text>`
      : "";
    return `<polyline class="${name}" points="${path}"/>${dots.join("")}${label}`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="system-ui, sans-serif" font-size="14" role="img">
<title>${claim(rows)}</title>
<style>
${style("light")}
@media (prefers-color-scheme: dark) {
${style("dark")}
}
</style>
<rect class="ground" width="100%" height="100%" rx="8"/>
<text class="title" x="16" y="34">${claim(rows)}</text>
<text x="16" y="58">Time of a ${OPERATION} by number of resources, if each request takes ${LATENCY_MS} ms</text>
${[...across, ...down, ...lines].join("\n")}
<text x="${(PLOT.left + PLOT.right) / 2}" y="${PLOT.bottom + 44}" text-anchor="middle">resources</text>
</svg>
`;
}

/** The claim of the chart, from the largest stack for which every contestant was measured. */
function claim(rows: readonly Measured[]): string {
  const shown = rows.findLast(({ seconds }) => seconds.oneByOne !== undefined);
  const { ours, engine, oneByOne } = shown?.seconds ?? {};
  if (!shown || ours === undefined || engine === undefined) {
    throw new Error("the table has no row with all contestants");
  }
  return `${thousands(shown.resources)} lines add ${(ours - engine).toFixed(1)} s to a ${OPERATION}; fetched one by one, they add ${((oneByOne ?? NaN) - engine).toFixed(1)} s`;
}

function measuredIn(page: string): Measured[] {
  const table = page
    .split("\n")
    .filter((line) => line.startsWith("|"))
    .map((line) => line.split("|").map((cell) => cell.trim()));
  const header = table.find((cells) => cells.includes(CONTESTANTS.ours)) ?? [];
  return table
    .filter(
      ([, operation, , latency]) =>
        operation === OPERATION && latency === `${LATENCY_MS} ms`,
    )
    .map((cells) => ({
      resources: Number(cells[2]?.replaceAll(",", "")),
      seconds: Object.fromEntries(
        NAMES.flatMap((name) => {
          const seconds = parseFloat(
            cells[header.indexOf(CONTESTANTS[name])] ?? "",
          );
          return Number.isNaN(seconds) ? [] : [[name, seconds]];
        }),
      ),
    }));
}

function style(theme: "light" | "dark"): string {
  const [ground, text, grid] =
    theme === "light"
      ? ["#ffffff", "#1f2328", "#d8dee4"]
      : ["#0d1117", "#e6edf3", "#30363d"];
  const lines = NAMES.map((name) => {
    const { [theme]: colour, dash } = STYLES[name];
    return `.${name} { stroke: ${colour}; stroke-dasharray: ${dash}; stroke-width: ${name === "ours" ? 4 : 2}; fill: none }
.${name}.dot, .${name}.label { fill: ${colour}; stroke: none }`;
  });
  return `.ground { fill: ${ground} }
text { fill: ${text} }
.title { font-weight: 600; font-size: 18px }
.label { font-weight: 600 }
.grid { stroke: ${grid} }
${lines.join("\n")}`;
}

function thousands(count: number): string {
  return count.toLocaleString("en");
}

function place(position: number): string {
  return position.toFixed(1).replace(/\.0$/, "");
}
