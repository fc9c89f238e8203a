import { expect } from "chai";
import { emulatorControl } from "../../emulator/controlClient.js";
import type { EmulatorControl, Task } from "../../emulator/controlClient.js";
import * as seed from "../../emulator/seed.js";
import {
  type EmulatorProcess,
  startEmulatorProcess,
} from "../support/emulatorProcess.js";
import { type Run, Stack } from "../support/stack.js";

const COUNT = 50;

/** Ways to construct fifty resources, by a digit that their ids begin with. */
const SHAPES = {
  loop: { digit: 1, requests: COUNT },
  awaits: { digit: 2, requests: COUNT },
  components: { digit: 3, requests: COUNT },
  nested: { digit: 4, requests: COUNT },
  /** Half of them name peers: one list answers for all of those. */
  mixed: { digit: 5, requests: COUNT / 2 + 1 },
  outputs: { digit: 6, requests: COUNT },
  dependsOn: { digit: 7, requests: COUNT },
  /** Every other one in another region, in another project, or in both. */
  places: { digit: 8, requests: COUNT },
  /** In a component that comes up late. */
  late: { digit: 9, requests: COUNT },
} as const;
type Shape = keyof typeof SHAPES;

const PROGRAM = `
const pulumi = require("@pulumi/pulumi");
const dc = require("pulumi-huaweicloud-dc");

const SHAPES = ${JSON.stringify(SHAPES)};
const numbers = (count, from = 0) => Array.from({ length: count }, (_, i) => from + i);

class Group extends pulumi.ComponentResource {
  constructor(name, opts) { super("test:index:Group", name, {}, opts); }
}

function construct(shape, i, args, opts) {
  const id = SHAPES[shape].digit + "0000000-0000-4000-8000-" + String(i).padStart(12, "0");
  return new dc.VifPeerDetection(shape + i, args ? args(id) : { detectionId: id }, opts);
}

const shapes = {
  loop: () => { for (const i of numbers(50)) construct("loop", i); },
  awaits: async () => {
    for (const first of [0, 10, 20, 30, 40]) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      for (const i of numbers(10, first)) construct("awaits", i);
    }
  },
  components: () => {
    for (const first of [0, 10, 20, 30, 40]) {
      const parent = new Group("group" + first);
      for (const i of numbers(10, first)) construct("components", i, undefined, { parent });
    }
  },
  nested: () => {
    let parent;
    for (const first of [0, 10, 20, 30, 40]) {
      parent = new Group("nest" + first, { parent });
      for (const i of numbers(10, first)) construct("nested", i, undefined, { parent });
    }
  },
  mixed: () => {
    for (const i of numbers(50)) {
      construct("mixed", i, (id) => (i % 2 ? { vifPeerId: id } : { detectionId: id }));
    }
  },
  outputs: () => {
    for (const i of numbers(50)) {
      construct("outputs", i, (id) => ({ detectionId: pulumi.output(id) }));
    }
  },
  dependsOn: () => {
    const first = construct("dependsOn", 0);
    for (const i of numbers(49, 1)) construct("dependsOn", i, undefined, { dependsOn: first });
  },
  late: () => {
    const first = construct("late", 0);
    const parent = new Group("late", { dependsOn: first });
    for (const i of numbers(49, 1)) construct("late", i, undefined, { parent });
  },
  places: () => {
    for (const i of numbers(50)) {
      construct("places", i, (detectionId) => ({
        detectionId,
        ...(i % 2 && { region: "eu-west-0" }),
        ...(i % 4 > 1 && { projectId: "${seed.otherProject.id}" }),
      }));
    }
  },
};

module.exports = async () => {
  for (const shape of process.env.SHAPES.split(",")) await shapes[shape]();
};
`;

function tasksOf(shape: Shape): Task[] {
  return Array.from({ length: COUNT }, (_, i) => {
    const id = `${String(SHAPES[shape].digit)}0000000-0000-4000-8000-${String(i).padStart(12, "0")}`;
    const elsewhere = shape === "places" && i % 4 > 1;
    return {
      ...seed.documentedDetection,
      id,
      vif_peer_id: id,
      project_id: elsewhere ? seed.otherProject.id : seed.projectId,
      loss_ratio: i,
    };
  });
}

const ENVIRONMENT = {
  HW_REGION_NAME: seed.region,
  HW_PROJECT_ID: seed.projectId,
  HW_ACCESS_KEY: seed.accessKey,
  HW_SECRET_KEY: seed.secretKey,
};

describe("Look-ups of resources that are constructed together", () => {
  let emulator: EmulatorProcess;
  let cloud: EmulatorControl;
  const stacks: Stack[] = [];

  before(async () => {
    emulator = await startEmulatorProcess();
    cloud = emulatorControl(emulator.url);
  });

  after(async () => {
    await Promise.all(stacks.map((stack) => stack.remove()));
    await emulator.stop();
  });

  async function stackOf(program: string): Promise<Stack> {
    const stack = await Stack.create({
      program,
      config: { "huaweicloud:endpoints.dc": emulator.url },
      environment: ENVIRONMENT,
    });
    stacks.push(stack);
    return stack;
  }

  /** What a run asked of the cloud, and how much of it at once. */
  async function asked(run: () => Promise<Run>) {
    await cloud.clearRequests();
    const { code, output, seconds } = await run();
    expect(code, output).to.equal(0);
    const requests = await cloud.requests();
    return {
      output,
      seconds,
      count: requests.length,
      atOnce: Math.max(...requests.map(({ concurrent }) => concurrent)),
    };
  }

  describe("of many shapes", () => {
    let stack: Stack;

    before(async () => {
      stack = await stackOf(PROGRAM);
      await cloud.setDetections(
        (Object.keys(SHAPES) as Shape[]).flatMap(tasksOf),
      );
    });

    beforeEach(() => cloud.settings({ latencyMs: 20 }));

    function preview(...shapes: Shape[]) {
      stack.setEnvironment({ SHAPES: shapes.join(",") });
      return asked(() => stack.preview());
    }

    for (const shape of [
      "loop",
      "awaits",
      "components",
      "nested",
      "mixed",
      "places",
      "late",
      "outputs",
      "dependsOn",
    ] as const) {
      it(`are made together and once in a preview of ${shape}`, async () => {
        await cloud.settings({ latencyMs: 200 });
        const { count, atOnce } = await preview(shape);
        expect(count).to.equal(SHAPES[shape].requests);
        // As many as come up while the first are answered: a busy machine starts fewer.
        expect(atOnce).to.be.within(2, 32);
      });
    }

    it("are made once in the preview and once in the update of an `up`, at most 32 at once, and leave nothing of their hints", async () => {
      const shapes = Object.keys(SHAPES) as Shape[];
      const sum = shapes.reduce((n, shape) => n + SHAPES[shape].requests, 0);
      stack.setEnvironment({
        SHAPES: shapes.join(","),
        // Otherwise the engine writes the whole state after each of 400 resources, for half a minute.
        PULUMI_EXPERIMENTAL: "1",
        PULUMI_SKIP_CHECKPOINTS: "1",
      });
      const up = await asked(() => stack.run("up", "--yes", "--diff"));
      expect(up.count).to.equal(2 * sum);
      expect(up.atOnce).to.be.at.most(32);
      expect(up.output)
        .not.to.include("__lookup")
        .and.not.to.include("sibling");

      const resources = await stack.resources();
      const lines = resources.filter(({ type }) =>
        type.endsWith(":VifPeerDetection"),
      );
      expect(lines).to.have.length(shapes.length * COUNT);
      for (const { urn, inputs, outputs } of lines) {
        const [, number] = /(\d+)$/.exec(urn) ?? [];
        expect(outputs, urn).to.include({ lossRatio: Number(number) });
        expect(inputs, urn).not.to.have.property("__lookup");
        expect(outputs, urn).not.to.have.property("__lookup");
      }
      // Their name alone is kept, where the engine notes which property depends on what.
      expect(await stack.exported()).not.to.match(/sibling|"__lookup": [^[]/);
    });

    it("show no change in a preview of a program that constructs them differently", async () => {
      stack.setEnvironment({
        SHAPES: Object.keys(SHAPES).reverse().join(","),
      });
      const { output } = await asked(() =>
        stack.preview("--diff", "--expect-no-changes"),
      );
      expect(output).not.to.include("__lookup");
    });
  });

  it("are repeated for what depends on a resource that changes the detection", async () => {
    const ids = ["own", "input", "component", "free"].map(
      (_, i) => `a0000000-0000-4000-8000-00000000000${String(i)}`,
    );
    await cloud.setDetections(
      ids.map((id) => ({ ...seed.documentedDetection, id })),
    );
    await cloud.settings({ latencyMs: 0 });
    const stack = await stackOf(`
const pulumi = require("@pulumi/pulumi");
const dc = require("pulumi-huaweicloud-dc");
const [own, input, component, free] = ${JSON.stringify(ids)};

class Breakage extends pulumi.dynamic.Resource {
  constructor(name, props, opts) {
    super({
      async create({ url, ids }) {
        for (const id of ids) {
          const body = JSON.stringify({ loss_ratio: 50 });
          await fetch(url + "/_emulator/detections/" + id, { method: "PATCH", body });
        }
        return { id: "broken", outs: { url, ids } };
      },
    }, name, props, opts);
  }
}
class Group extends pulumi.ComponentResource {
  constructor(name, opts) { super("test:index:Group", name, {}, opts); }
}
const lossOf = (name, detectionId, opts) => new dc.VifPeerDetection(name, { detectionId }, opts).lossRatio;

const before = [own, input, component, free].map((id, i) =>
  new dc.VifPeerDetection("before" + i, { detectionId: id }));
exports.before = before.map(({ lossRatio }) => lossRatio);
const breakage = new Breakage("breakage", { url: "${emulator.url}", ids: [own, input, component] }, { dependsOn: before });
const parent = new Group("group", { dependsOn: breakage });
exports.after = [
  lossOf("own", own, { dependsOn: [breakage] }),
  lossOf("input", breakage.id.apply(() => input)),
  lossOf("component", component, { parent }),
  lossOf("free", free),
];
`);
    const { code, output } = await stack.up();
    expect(code, output).to.equal(0);
    expect(await stack.outputs()).to.deep.equal({
      before: [0, 0, 0, 0],
      after: [50, 50, 50, 0],
    });
  });

  it("take hardly longer for sixty resources than for one", async () => {
    await cloud.setDetections(tasksOf("loop").concat(tasksOf("awaits")));
    await cloud.settings({ latencyMs: 1000 });
    const stack = await stackOf(`
const dc = require("pulumi-huaweicloud-dc");
for (let i = 0; i < Number(process.env.COUNT); i++) {
  const id = (i < 50 ? 1 : 2) + "0000000-0000-4000-8000-" + String(i % 50).padStart(12, "0");
  new dc.VifPeerDetection("line" + i, { detectionId: id });
}`);
    const preview = (count: number) => {
      stack.setEnvironment({ COUNT: String(count) });
      return asked(() => stack.preview());
    };
    const one = await preview(1);
    const sixty = await preview(60);
    expect(sixty.count).to.equal(60);
    // One after another they take 59 seconds longer, on any machine.
    expect(sixty.seconds).to.be.below(one.seconds + 59 / 2);
  });
});
