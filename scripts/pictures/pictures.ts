/** Draws docs/demo.svg from a run of the demo, and docs/architecture.svg. `npm run bench` draws the performance chart. */
import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { promisify } from "node:util";

const root = resolve(__dirname, "../..");
const FONT = `font-family="ui-monospace, Menlo, Consolas, monospace" font-size="13"`;
const LINE_HEIGHT = 18;
const COLUMNS = 118;
const CHARACTER = 7.85;

/** The numbers of the demo steps to show. */
const STEPS = [1, 3];

function escape(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");
}

/** The terminal output of those steps, without the lines that every Pulumi run prints. */
function shownLines(output: string): string[] {
  const steps = output
    // eslint-disable-next-line no-control-regex
    .replace(/\u001b\[\d*m/g, "")
    .replace(/\(demo-\d+\)/g, "(dev)")
    .split(/\n(?=\d\. )/);
  return STEPS.flatMap((number) => {
    const step = steps.find((text) => text.startsWith(`${String(number)}. `));
    const [first = ""] = step?.split(/\n {2}and an update/) ?? [];
    return [...first.trimEnd().split("\n"), ""];
  })
    .filter((line) => !/^ {2}\| .*(pulumi:pulumi:Stack|1 error$)/.test(line))
    .filter((line, index, all) => line !== "" || all[index - 1] !== "")
    .flatMap(wrapped);
}

function wrapped(line: string): string[] {
  if (line.length <= COLUMNS) return [line];
  const indent = /^[ |]*/.exec(line)?.[0] ?? "";
  const cut = line.lastIndexOf(" ", COLUMNS);
  return [
    line.slice(0, cut),
    ...wrapped(`${indent}  ${line.slice(cut).trimStart()}`),
  ];
}

function terminal(lines: readonly string[]): string {
  const width = Math.ceil(COLUMNS * CHARACTER) + 32;
  const height = lines.length * LINE_HEIGHT + 32;
  const texts = lines.map((line, index) => {
    const colour = /^\d\. /.test(line)
      ? "#e6edf3"
      : /error/.test(line)
        ? "#ff7b72"
        : /\$ pulumi/.test(line)
          ? "#79c0ff"
          : "#9da7b3";
    const y = String(index * LINE_HEIGHT + 28);
    return `<text x="16" y="${y}" fill="${colour}" xml:space="preserve">${escape(line)}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${String(width)} ${String(height)}" ${FONT}>
<title>npm run demo</title>
<rect width="100%" height="100%" rx="8" fill="#0d1117"/>
${texts.join("\n")}
</svg>
`;
}

/** From left to right: who asks whom, and for what. */
const WAY = [
  {
    name: "program",
    where: "yours",
    what: ["new VifPeerDetection", "getVifPeerDetection"],
  },
  {
    name: "sdk/",
    where: "in the program",
    what: ["the resource,", "functions, policies"],
  },
  {
    name: "engine",
    where: "Pulumi's",
    what: ["check, diff, read", "policies, state"],
  },
  {
    name: "provider/",
    where: "in the engine's plugin",
    what: ["settings, sign-in", "expect, wait"],
  },
  {
    name: "client",
    where: "provider/huaweicloud/http",
    what: ["sign, send, retry", "parse by a schema"],
  },
  {
    name: "Huawei Cloud",
    where: "Direct Connect, IAM",
    what: ["GET …/vif-peer-", "detections/{id}"],
  },
];
const ANSWERS = ["registers", "inputs", "check", "query", "request"];

function architecture(): string {
  const [width, gap, height] = [150, 56, 108];
  const boxes = WAY.map(({ name, where, what }, index) => {
    const x = 16 + index * (width + gap);
    const ours = name.endsWith("/") || name === "client";
    const lines = what.map(
      (line, row) =>
        `<text x="${String(x + 12)}" y="${String(92 + row * 17)}" font-size="12">${escape(line)}</text>`,
    );
    return `<rect x="${String(x)}" y="24" width="${String(width)}" height="${String(height)}" rx="8" fill="${ours ? "#dbeafe" : "#f1f5f9"}" stroke="${ours ? "#2563eb" : "#94a3b8"}"/>
<text x="${String(x + 12)}" y="48" font-weight="bold">${escape(name)}</text>
<text x="${String(x + 12)}" y="66" font-size="11" fill="#475569">${escape(where)}</text>
${lines.join("\n")}`;
  });
  const arrows = ANSWERS.map((label, index) => {
    const from = 16 + index * (width + gap) + width;
    return `<line x1="${String(from + 4)}" y1="78" x2="${String(from + gap - 6)}" y2="78" stroke="#334155" marker-end="url(#arrow)"/>
<text x="${String(from + gap / 2)}" y="70" font-size="10" text-anchor="middle" fill="#334155">${label}</text>`;
  });
  const total = 32 + WAY.length * width + (WAY.length - 1) * gap;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${String(total)} 156" font-family="system-ui, sans-serif" font-size="14">
<title>The way from a program to a request</title>
<defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0L8 4L0 8z" fill="#334155"/></marker></defs>
<rect width="100%" height="100%" fill="#ffffff"/>
${[...boxes, ...arrows].join("\n")}
</svg>
`;
}

async function main(): Promise<void> {
  await writeFile(resolve(root, "docs/architecture.svg"), architecture());
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["--import", "tsx", "scripts/demo.ts"],
    { cwd: root, maxBuffer: 2 ** 24 },
  );
  await writeFile(resolve(root, "docs/demo.svg"), terminal(shownLines(stdout)));
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
