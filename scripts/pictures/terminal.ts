/** Draws docs/demo.svg from the output of `npm run demo`. */

/** The numbers of the demo's steps that are shown: known, stopped, passed, in YAML. */
const STEPS = [1, 3, 5, 7];
/** Lines that Pulumi prints in every run. In a picture, they would hide the rest. */
const NOISE =
  /pulumi:pulumi:Stack|^(Previewing|Updating) |^Diagnostics:|VifPeerDetection (\(line\):$|line (create|creating|created|1 error)?)|^ {4}error: |^Duration:|Resource route/;

const WIDTH = 850;
const LEFT = 20;
/** How many characters of 13 px fit on a line. */
const COLUMNS = 100;

type Style = "step" | "prompt" | "output" | "error" | "finding";
interface Line {
  readonly style: Style;
  readonly text: string;
}

const SIZES: Record<Style, number> = {
  step: 15,
  prompt: 14,
  output: 13,
  error: 13,
  finding: 18,
};

/** @param output the output of the demo */
export function terminal(output: string): string {
  const lines = stepsOf(output).flatMap((step, index) =>
    linesOf(step, index + 1),
  );
  let y = 14;
  const texts = lines.map(({ style, text }) => {
    y += SIZES[style] + (style === "step" ? 22 : 7);
    return `<text class="${style}" x="${LEFT}" y="${y}" xml:space="preserve">${escaped(text)}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${y + 24}" font-family="ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace" role="img">
<title>npm run demo: a preview that knows the result, one that a lossy line stops, one that passes again, and eight lines of YAML</title>
<style>
${Object.entries(SIZES)
  .map(([style, size]) => `.${style} { font-size: ${size}px }`)
  .join("\n")}
.step { fill: #e6edf3; font-family: system-ui, sans-serif; font-weight: 600 }
.prompt { fill: #79c0ff }
.output { fill: #9da7b3 }
.error { fill: #ffa198 }
.finding { fill: #ff7b72; font-weight: 700 }
</style>
<rect width="100%" height="100%" rx="8" fill="#0d1117"/>
${texts.join("\n")}
</svg>
`;
}

/** The steps to show, each with only its first preview or update. */
function stepsOf(output: string): string[][] {
  const steps = output
    // eslint-disable-next-line no-control-regex
    .replace(/\u001b\[\d*m/g, "")
    .split(/\n(?=\d\. )/);
  return STEPS.map((number) => {
    const step = steps.find((text) => text.startsWith(`${number}. `));
    const [said = "", ...commands] =
      step?.split(/\n(?= {2}.*\$ pulumi )/) ?? [];
    const first = commands.find((text) => /\$ pulumi (preview|up)/.test(text));
    if (first === undefined) throw new Error(`the demo ran no step ${number}`);
    return [said.trim(), ...first.split("\n")];
  });
}

/** The text of a step may end with the lines of a program. */
function linesOf([said = "", command = "", ...rest]: string[], number: number) {
  const [sentence = "", ...program] = said.split("\n");
  const lines: Line[] = [
    { style: "step", text: sentence.replace(/^\d+/, String(number)) },
    ...program.map((text): Line => ({ style: "output", text: text.slice(4) })),
    { style: "prompt", text: command.replace(/^.*\$/, "$") },
  ];
  const printed = rest
    .filter((line) => line.startsWith("  | "))
    .map((line) => line.slice(4).trimEnd());
  const error = printed.find((line) => /^ {4}error: /.test(line))?.trim();
  if (error !== undefined) return [...lines, ...errorLines(error)];
  const shown = printed.filter((line) => line !== "" && !NOISE.test(line));
  return [...lines, ...shown.map((text): Line => ({ style: "output", text }))];
}

/** Puts the sentence that matters on its own line. */
function errorLines(error: string): Line[] {
  const [, before = error, finding = "", detection = ""] =
    /^(.*?: )(expect\..*?) (\(detection .*\))$/.exec(error) ?? [];
  return [
    ...wrapped(before.trimEnd(), "error"),
    { style: "finding", text: finding },
    ...wrapped(detection, "error"),
  ];
}

/** All lines begin in the same column. */
function wrapped(text: string, style: Style): Line[] {
  if (text.length <= COLUMNS) return [{ style, text }];
  const cut = text.lastIndexOf(" ", COLUMNS);
  return [
    { style, text: text.slice(0, cut) },
    ...wrapped(text.slice(cut + 1), style),
  ];
}

function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");
}
