import { mkdir, symlink, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import * as seed from "../../emulator/seed.js";
import { Stack } from "../../test/support/stack.js";

const root = resolve(__dirname, "../..");

/** The contestants, with their names in the table and the chart. */
export const CONTESTANTS = {
  ours: "this package",
  engine: "the engine alone",
  oneByOne: "one by one",
  floor: "plain node-fetch",
} as const;
export type Contestant = keyof typeof CONTESTANTS;
export type Program = Exclude<Contestant, "floor">;

const ID = `"00000000-0000-4000-8000-" + String(i).padStart(12, "0")`;
const EACH = "for (let i = 0; i < Number(process.env.BENCH_COUNT); i++)";

const FETCH_ONE = `
  const { default: fetch } = await import("node-fetch");
  const { BENCH_URL, HW_PROJECT_ID, HW_AUTH_TOKEN } = process.env;
  const url = \`\${BENCH_URL}/v3/\${HW_PROJECT_ID}/dcaas/vif-peer-detections/\${id}\`;
  const response = await fetch(url, { headers: { "X-Auth-Token": HW_AUTH_TOKEN } });
  if (!response.ok) throw new Error(await response.text());
  const { vif_peer_detection: task } = await response.json();`;

/** A dynamic resource as in Pulumi's documentation. */
const dynamic = (check: string) => `
const pulumi = require("@pulumi/pulumi");
const provider = {
  async check(olds, news) { ${check} },
  async create(inputs) { return { id: inputs.detectionId, outs: inputs }; },
};
class Line extends pulumi.dynamic.Resource {
  constructor(name, props) { super(provider, name, props); }
}
${EACH} new Line("line" + i, { detectionId: ${ID} });
`;

const PROGRAMS: Record<Program, Record<string, string>> = {
  ours: {
    "index.js": `
const dc = require("pulumi-huaweicloud-dc");
${EACH} new dc.VifPeerDetection("line" + i, { detectionId: ${ID} });
`,
  },
  engine: { "index.js": dynamic("return { inputs: news };") },
  oneByOne: {
    "index.js": dynamic(`
    const load = require("module").createRequire(process.cwd() + "/");
    return { inputs: { ...news, ...(await load("./fetchOne.js")(news.detectionId)) } };`),
    "fetchOne.js": `module.exports = async (id) => {${FETCH_ONE}
  return { status: task.status, lossRatio: task.loss_ratio };
};
`,
  },
};

/** A separate process that fetches everything, 32 at once, and prints the seconds without Node.js's own start. */
const FLOOR = `
const started = performance.now();
async function fetchOne(id) {${FETCH_ONE}
  return task;
}
const ids = [];
${EACH} ids.push(${ID});
async function worker() {
  for (let id = ids.pop(); id !== undefined; id = ids.pop()) await fetchOne(id);
}
Promise.all(Array.from({ length: 32 }, worker)).then(() => {
  console.log((performance.now() - started) / 1000);
});
`;

/** Keeps appending the peak memory of the provider process to a file, since the engine kills the process. */
const MEMORY = `
const { appendFileSync } = require("fs");
setInterval(() => {
  if (!process.argv[1]?.includes("dynamic-provider")) return;
  appendFileSync(process.env.BENCH_MEMORY, process.resourceUsage().maxRSS + "\\n");
}, 50).unref();
`;

/** The detections that the programs look up. */
export function tasks(count: number) {
  return Array.from({ length: count }, (_, i) => ({
    ...seed.documentedDetection,
    id: `00000000-0000-4000-8000-${String(i).padStart(12, "0")}`,
  }));
}

export async function stackOf(program: Program, url: string): Promise<Stack> {
  const credentials =
    program === "ours"
      ? { HW_ACCESS_KEY: seed.accessKey, HW_SECRET_KEY: seed.secretKey }
      : { HW_AUTH_TOKEN: seed.token };
  const stack = await Stack.create({
    program: PROGRAMS[program],
    main: "index.js",
    config: { "huaweicloud:endpoints.dc": url },
    environment: {
      HW_REGION_NAME: seed.region,
      HW_PROJECT_ID: seed.projectId,
      ...credentials,
      BENCH_URL: url,
    },
  });
  await stack.write({ "memory.js": MEMORY });
  await linkNodeFetch(stack.folder);
  return stack;
}

/** The script of the floor, in a folder from which it can load node-fetch, and its environment. */
export async function floorIn(folder: string, url: string) {
  const script = join(folder, "floor.js");
  await writeFile(script, FLOOR);
  await linkNodeFetch(folder);
  const environment = {
    BENCH_URL: url,
    HW_PROJECT_ID: seed.projectId,
    HW_AUTH_TOKEN: seed.token,
  };
  return { script, environment };
}

async function linkNodeFetch(folder: string): Promise<void> {
  const link = join(folder, "node_modules", "node-fetch");
  await mkdir(dirname(link), { recursive: true });
  await symlink(join(root, "node_modules", "node-fetch"), link);
}
