/** Draws docs/architecture.svg: how a lookup reaches the cloud, and where its values go. */

interface Box {
  readonly name: string;
  readonly lines: readonly string[];
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Whether the box is part of this package. */
  readonly ours?: boolean;
}

const ROW = { y: 92, height: 108, width: 158 };
const program: Box = {
  ...ROW,
  name: "Your program",
  lines: ["new VifPeerDetection", "getVifPeerDetection"],
  x: 8,
};
const engine: Box = {
  ...ROW,
  name: "Pulumi engine",
  lines: ["runs check in every", "preview and update"],
  x: 233,
};
const provider: Box = {
  ...ROW,
  name: "Provider",
  lines: ["signs in, retries,", "waits, judges expect"],
  x: 459,
  ours: true,
};
const cloud: Box = {
  ...ROW,
  name: "Huawei Cloud",
  lines: ["Direct Connect API,", "IAM"],
  x: 684,
};

const BELOW = { y: 284, height: 88, width: 270 };
const below: readonly Box[] = [
  {
    ...BELOW,
    name: "Policies",
    lines: [
      "judge the values, in previews too,",
      "and can stop the deployment",
    ],
    x: 8,
    ours: true,
  },
  {
    ...BELOW,
    name: "Dependent resources",
    lines: ["are created or changed only", "if expect and policies pass"],
    x: 290,
  },
  {
    ...BELOW,
    name: "Outputs and state",
    lines: ["status, lossRatio, …,", "known in the preview already"],
    x: 572,
  },
];

export function architecture(): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 850 384" font-family="system-ui, sans-serif" font-size="14" role="img">
<title>The program registers a resource; the engine has the provider check it, and the provider queries Huawei Cloud; the values go back to policies, dependent resources and outputs</title>
<style>
${style("#ffffff", "#1f2328", "#57606a", "#f3f5f8", "#8c959f", "#dceafe", "#0b62c4")}
@media (prefers-color-scheme: dark) {
${style("#0d1117", "#e6edf3", "#a9b1bd", "#161b22", "#6e7681", "#0c2d54", "#6cb2ff")}
}
</style>
<defs>
<marker id="there" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto-start-reverse"><path class="thereHead" d="M0 0L8 4L0 8z"/></marker>
<marker id="back" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto-start-reverse"><path class="backHead" d="M0 0L8 4L0 8z"/></marker>
</defs>
<rect class="ground" width="100%" height="100%" rx="8"/>
${[program, engine, provider, cloud, ...below].map(box).join("\n")}
${between(program, engine, "registers", "outputs")}
${between(engine, provider, "check", "values")}
${between(provider, cloud, "GET", "answer")}
<path class="there" d="M60 ${ROW.y - 5}V46H538V${ROW.y - 5}" marker-start="url(#back)" marker-end="url(#there)"/>
<text class="label" x="299" y="36" text-anchor="middle">functions use the same client, in the program’s own process</text>
${below.map((target) => down(target)).join("\n")}
<text class="label backText" x="322" y="236">values, or an error that stops the deployment</text>
</svg>
`;
}

function box({ name, lines, x, y, width, height, ours }: Box): string {
  const texts = lines.map(
    (line, row) =>
      `<text class="what" x="${x + 12}" y="${y + 54 + row * 20}">${line}</text>`,
  );
  return `<rect class="box${ours ? " ours" : ""}" x="${x}" y="${y}" width="${width}" height="${height}" rx="8"/>
<text class="name" x="${x + 12}" y="${y + 28}">${name}</text>
${texts.join("\n")}`;
}

/** The arrows there and back. */
function between(from: Box, to: Box, there: string, back: string): string {
  const [left, right] = [from.x + from.width, to.x];
  const [above, under] = [from.y + 40, from.y + 76];
  const middle = (left + right) / 2;
  return `<path class="there" d="M${left + 4} ${above}H${right - 4}" marker-end="url(#there)"/>
<text class="label" x="${middle}" y="${above - 9}" text-anchor="middle">${there}</text>
<path class="back" d="M${right - 4} ${under}H${left + 4}" marker-end="url(#back)"/>
<text class="label backText" x="${middle}" y="${under + 20}" text-anchor="middle">${back}</text>`;
}

/** The arrow from the engine to a box that gets the values. */
function down({ x, y, width }: Box): string {
  const from = engine.x + engine.width / 2;
  return `<path class="back" d="M${from} ${engine.y + engine.height + 4}V250H${x + width / 2}V${y - 5}" marker-end="url(#back)"/>`;
}

function style(
  ground: string,
  text: string,
  soft: string,
  fill: string,
  line: string,
  ours: string,
  accent: string,
): string {
  return `.ground { fill: ${ground} }
text { fill: ${text} }
.name { font-weight: 600; font-size: 15px }
.what { fill: ${soft}; font-size: 13px }
.label { font-size: 13px }
.box { fill: ${fill}; stroke: ${line} }
.box.ours { fill: ${ours}; stroke: ${accent} }
.there { stroke: ${soft}; stroke-width: 1.5; fill: none }
.thereHead { fill: ${soft} }
.back { stroke: ${accent}; stroke-width: 2; fill: none }
.backHead, .backText { fill: ${accent} }
.backText { font-weight: 600 }`;
}
