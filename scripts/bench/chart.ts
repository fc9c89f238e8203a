import { CONTESTANTS, type Contestant } from "./programs.js";
import { type Row, secondsOf } from "./table.js";

/** Each has a colour and a dash pattern, for readers who can't tell the colours apart. The first is wide and drawn below the others. */
const STYLES: Record<
  Contestant,
  { light: string; dark: string; dash: string }
> = {
  ours: { light: "#0b62c4", dark: "#6cb2ff", dash: "" },
  engine: { light: "#5c6370", dark: "#a9b1bd", dash: "7 4" },
  oneByOne: { light: "#b3401f", dark: "#ff9d7a", dash: "2 3" },
  floor: { light: "#21793a", dark: "#6fd08c", dash: "9 3 2 3" },
};
const NAMES = Object.keys(CONTESTANTS) as Contestant[];

const PANEL = {
  width: 210,
  height: 150,
  left: 62,
  top: 74,
  right: 24,
  down: 70,
};

/** A panel for each operation and latency; both axes are logarithmic. */
export function chart(rows: readonly Row[]): string {
  const operations = unique(rows.map(({ operation }) => operation));
  const latencies = unique(rows.map(({ latencyMs }) => latencyMs));
  const all = rows.flatMap((row) =>
    NAMES.map((name) => secondsOf(row, name) ?? NaN).filter((s) => s > 0),
  );
  const x = scale(
    rows.map(({ resources }) => resources),
    0,
    PANEL.width,
  );
  const y = scale(all, PANEL.height, 0);
  const panels = operations.flatMap((operation, line) =>
    latencies.map((latencyMs, column) => {
      const left =
        PANEL.left + column * (PANEL.width + PANEL.left + PANEL.right);
      const top = PANEL.top + line * (PANEL.height + PANEL.down);
      const shown = rows.filter(
        (row) => row.operation === operation && row.latencyMs === latencyMs,
      );
      const title = `${operation}, ${String(latencyMs)} ms a request`;
      return `<g transform="translate(${String(left)} ${String(top)})">
${axes(title, x, y)}
${NAMES.map((name) => series(name, shown, x, y)).join("")}</g>`;
    }),
  );
  const width = latencies.length * (PANEL.width + PANEL.left + PANEL.right);
  const height =
    PANEL.top + operations.length * (PANEL.height + PANEL.down) - 14;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${String(Math.max(width, 720))} ${String(height)}" font-family="system-ui, sans-serif" font-size="11" role="img">
<title>Seconds by number of resources</title>
<style>
${style("light")}
@media (prefers-color-scheme: dark) {
${style("dark")}
}
</style>
<rect class="ground" width="100%" height="100%"/>
${legend()}
${panels.join("\n")}
</svg>
`;
}

interface Scale {
  readonly at: (value: number) => number;
  readonly ticks: readonly number[];
}

/** The powers of ten that cover the values. */
function scale(values: readonly number[], from: number, to: number): Scale {
  const low = Math.floor(Math.log10(Math.min(...values)));
  const high = Math.max(low + 1, Math.ceil(Math.log10(Math.max(...values))));
  return {
    at: (value) =>
      from + ((Math.log10(value) - low) / (high - low)) * (to - from),
    ticks: Array.from({ length: high - low + 1 }, (_, i) => 10 ** (low + i)),
  };
}

function axes(title: string, x: Scale, y: Scale): string {
  const { width, height } = PANEL;
  const middle = place(width / 2);
  const across = y.ticks.map((tick) => {
    const at = place(y.at(tick));
    return `<path class="grid" d="M0 ${at}H${String(width)}"/><text x="-6" y="${at}" dy="4" text-anchor="end">${label(tick)}</text>`;
  });
  const down = x.ticks.map((tick) => {
    const at = place(x.at(tick));
    return `<path class="grid" d="M${at} 0V${String(height)}"/><text x="${at}" y="${String(height + 15)}" text-anchor="middle">${label(tick)}</text>`;
  });
  return `${[...across, ...down].join("\n")}
<text class="title" x="${middle}" y="-9" text-anchor="middle">${title}</text>
<text x="${middle}" y="${String(height + 31)}" text-anchor="middle">resources</text>
<text transform="translate(-46 ${place(height / 2)}) rotate(-90)" text-anchor="middle">seconds</text>`;
}

function series(
  name: Contestant,
  rows: readonly Row[],
  x: Scale,
  y: Scale,
): string {
  const points = rows.flatMap((row) => {
    const seconds = secondsOf(row, name);
    return seconds === undefined || !(seconds > 0)
      ? []
      : [[place(x.at(row.resources)), place(y.at(seconds))] as const];
  });
  const line = points.map(([left, top]) => `${left},${top}`).join(" ");
  const dots = points.map(
    ([left, top]) =>
      `<circle class="${name} dot" cx="${left}" cy="${top}" r="2.5"/>`,
  );
  return `<polyline class="${name}" points="${line}"/>${dots.join("")}\n`;
}

function legend(): string {
  return NAMES.map((name, i) => {
    const left = PANEL.left + i * 170;
    return `<path class="${name}" d="M${String(left)} 24h30"/><text x="${String(left + 37)}" y="28">${CONTESTANTS[name]}</text>`;
  }).join("\n");
}

function style(theme: "light" | "dark"): string {
  const [ground, text, grid] =
    theme === "light"
      ? ["#ffffff", "#1f2328", "#d8dee4"]
      : ["#0d1117", "#e6edf3", "#30363d"];
  const lines = NAMES.map((name) => {
    const { [theme]: colour, dash } = STYLES[name];
    return `.${name} { stroke: ${colour}; stroke-dasharray: ${dash || "none"}; fill: none; ${name === "ours" ? "stroke-width: 6; stroke-opacity: 0.45" : "stroke-width: 1.5"} }
.${name}.dot { fill: ${colour}; stroke: none }`;
  });
  return `.ground { fill: ${ground} }
text { fill: ${text} }
.title { font-weight: 600; font-size: 12px }
.grid { stroke: ${grid} }
${lines.join("\n")}`;
}

function label(tick: number): string {
  return tick >= 1
    ? tick.toLocaleString("en")
    : String(Number(tick.toPrecision(1)));
}

function place(position: number): string {
  return position.toFixed(1).replace(/\.0$/, "");
}

function unique<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}
