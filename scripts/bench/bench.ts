/**
 * Measures lookups: this package, the engine alone, sequential lookups, and plain node-fetch, with the real engine and an
 * emulated cloud.
 */
import { readFile, writeFile } from "node:fs/promises";
import { cpus } from "node:os";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { chart } from "./chart.js";
import { CONTESTANTS, type Contestant } from "./programs.js";
import { type Memory, memoryAsTable, type Row, rowsAsTable } from "./table.js";
import { type Operation, Track } from "./track.js";
import { findPulumi } from "../cli/findPulumi.js";

const USAGE = `usage: npm run bench -- [--runs 5] [--resources 1,10,100,1000] [--latency 0,20,100]
                        [--operations preview,up]
                        [--quick]  one run, of 1 and 10 resources at 0 and 20 ms, which does not change docs/`;

/** Sequential lookups that would only wait for longer than this are skipped. */
const LONGEST_SECONDS = 30;

const docs = resolve(__dirname, "../../docs");
const [BEGIN, END] = ["<!-- bench: begin -->", "<!-- bench: end -->"];

function options() {
  const { values } = parseArgs({
    options: {
      runs: { type: "string" },
      resources: { type: "string" },
      latency: { type: "string" },
      operations: { type: "string" },
      quick: { type: "boolean", default: false },
    },
  });
  const { quick } = values;
  return {
    quick,
    operations: operationsIn(values.operations ?? "preview,up"),
    runs: numbers(values.runs ?? (quick ? "1" : "5"), 1)[0] ?? 1,
    resources: numbers(
      values.resources ?? (quick ? "1,10" : "1,10,100,1000"),
      1,
    ),
    latencies: numbers(values.latency ?? (quick ? "0,20" : "0,20,100"), 0),
  };
}

function operationsIn(text: string): Operation[] {
  return text.split(",").map((name) => {
    if (name !== "preview" && name !== "up") {
      throw new RangeError(`${name}: expected preview or up`);
    }
    return name;
  });
}

function numbers(text: string, least: number): number[] {
  const list = text.split(",").map(Number);
  if (!list.every((number) => Number.isInteger(number) && number >= least)) {
    throw new RangeError(
      `${text}: expected whole numbers of at least ${String(least)}`,
    );
  }
  return list.sort((a, b) => a - b);
}

/** Whether to run sequential lookups, which may take too long. */
function contestantsFor({ operation, resources, latencyMs }: Row) {
  const passes = operation === "up" ? 2 : 1;
  const waits = (passes * resources * latencyMs) / 1000;
  return (Object.keys(CONTESTANTS) as Contestant[]).filter(
    (contestant) => contestant !== "oneByOne" || waits <= LONGEST_SECONDS,
  );
}

/** Runs the contestants in turn, in a different order each round, so that load on the machine affects all of them. */
async function measure(track: Track, row: Row, runs: number): Promise<void> {
  const { operation, resources, latencyMs, samples } = row;
  const contestants = contestantsFor(row);
  for (let run = 1; run <= runs; run++) {
    for (const contestant of contestants) {
      const sample = await track.run(
        contestant,
        operation,
        resources,
        latencyMs,
      );
      samples[contestant].push(sample);
      console.error(
        `${String(run)}/${String(runs)} ${operation} ${String(resources)} × ${String(latencyMs)} ms, ${CONTESTANTS[contestant]}: ${sample.seconds.toFixed(2)} s, ${String(sample.requests)} requests`,
      );
    }
    contestants.reverse();
  }
}

/** Replaces the part between the marks. */
function between(text: string, part: string): string {
  const from = text.indexOf(BEGIN);
  const to = text.indexOf(END);
  if (from < 0 || to < 0) {
    throw new Error(`${BEGIN} or ${END} is missing in docs/performance.md`);
  }
  return `${text.slice(0, from)}${BEGIN}\n\n${part}\n\n${text.slice(to)}`;
}

async function main(): Promise<void> {
  const { quick, runs, operations, resources, latencies } = options();
  const { version } = await findPulumi();
  const rows: Row[] = [];
  const memory: Memory[] = [];
  const track = await Track.open(Math.max(...resources));
  try {
    for (const operation of operations) {
      for (const count of resources) {
        const some = latencies.map((latencyMs) => ({
          operation,
          resources: count,
          latencyMs,
          samples: { ours: [], engine: [], oneByOne: [], floor: [] },
        }));
        rows.push(...some);
        for (const program of ["ours", "engine", "oneByOne"] as const) {
          // Also warms the file cache.
          if (operation === "up") await track.fill(program, count);
          else if (count === resources[0])
            await track.run(program, operation, 1, 0);
        }
        for (const row of some) await measure(track, row, runs);
        if (operation === "up") continue;
        memory.push({
          resources: count,
          ours: await track.memory("ours", count),
          engine: await track.memory("engine", count),
        });
      }
    }
  } finally {
    await track.close();
  }
  const report = `${rowsAsTable(rows)}

Peak memory of the provider process in a preview:

${memoryAsTable(memory)}

Medians of ${String(runs)}, on ${String(cpus().length)} cores with Node.js ${process.version} and engine ${version}, by \`npm run bench${process.argv
    .slice(2)
    .map((argument, i) => (i === 0 ? ` -- ${argument}` : ` ${argument}`))
    .join("")}\`.`;
  console.log(report);
  if (quick) return;
  const path = resolve(docs, "performance.md");
  const page = between(await readFile(path, "utf8"), report);
  await writeFile(path, page);
  await writeFile(resolve(docs, "performance.svg"), chart(page));
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  console.error(USAGE);
  process.exitCode = 1;
});
