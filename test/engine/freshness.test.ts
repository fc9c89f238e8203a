import { expect } from "chai";
import * as seed from "../../emulator/seed.js";
import { idOf } from "../support/programs.js";
import { asked, type ObservedRun, Scene } from "../support/scene.js";
import type { Stack } from "../support/stack.js";

/** How a resource may come to depend on `change`, as an expression; `id` is its detection, `peer` that detection's peer. */
const subjects = {
  "by its own dependsOn":
    "new dc.VifPeerDetection(name, { detectionId: id }, { dependsOn: change })",
  "by a dependsOn that is an output":
    "new dc.VifPeerDetection(name, { detectionId: id }, { dependsOn: pulumi.output([change]) })",
  "by naming a peer, with dependsOn":
    "new dc.VifPeerDetection(name, { vifPeerId: peer }, { dependsOn: [change] })",
  "by an input that is an output":
    "new dc.VifPeerDetection(name, { detectionId: change.created.apply(() => id) })",
  "by an output in expect":
    "new dc.VifPeerDetection(name, { detectionId: id, expect: { maxLossRatio: change.created } })",
  "by a component's dependsOn":
    "new dc.VifPeerDetection(name, { detectionId: id }, { parent: site })",
  "by the dependsOn of a component that it depends on, and that has nothing in it":
    'new dc.VifPeerDetection(name, { detectionId: id }, { dependsOn: new pulumi.ComponentResource("test:index:Site", "barrier", {}, { dependsOn: change }) })',
  "by the inputs of such a component":
    'new dc.VifPeerDetection(name, { detectionId: id }, { dependsOn: [new pulumi.ComponentResource("test:index:Site", "barrier of inputs", { created: change.created })] })',
  "by the dependsOn of a component around its component":
    "new dc.VifPeerDetection(name, { detectionId: id }, { parent: room })",
  "by naming a peer in such a component":
    "new dc.VifPeerDetection(name, { vifPeerId: peer }, { parent: site })",
  "by being a child of what changed it":
    "new dc.VifPeerDetection(name, { detectionId: id }, { parent: change })",
  "waiting for the end of what was started":
    'new dc.VifPeerDetection(name, { detectionId: id, waitForCompletion: { interval: "200ms" } }, { dependsOn: change })',
  "by a dependsOn that a transformation adds":
    "new dc.VifPeerDetection(name, { detectionId: id }, { transformations: [({ props, opts }) => ({ props, opts: { ...opts, dependsOn: change } })] })",
  "by an input that a transformation makes an output":
    "new dc.VifPeerDetection(name, { detectionId: id }, { transformations: [({ props, opts }) => ({ props: { ...props, detectionId: change.created.apply(() => id) }, opts })] })",
  "by the transformation of a component":
    'new dc.VifPeerDetection(name, { detectionId: id }, { parent: new pulumi.ComponentResource("test:index:Site", "transforming", {}, { transformations: [({ props, opts }) => ({ props, opts: { ...opts, dependsOn: change } })] }) })',
  "by being constructed after an await":
    "{ lossRatio: created.then(() => new dc.VifPeerDetection(name, { detectionId: id }).lossRatio) }",
  "by being constructed in an apply":
    "{ lossRatio: change.created.apply(() => new dc.VifPeerDetection(name, { detectionId: id }).lossRatio) }",
  "by naming a peer after an await":
    "{ lossRatio: created.then(() => new dc.VifPeerDetection(name, { vifPeerId: peer }).lossRatio) }",
  "as a function's result":
    "dc.getVifPeerDetectionOutput({ detectionId: id }, { dependsOn: change })",
  "as the result of a function that depends on the component around it":
    "dc.getVifPeerDetectionOutput({ detectionId: id }, { dependsOn: [box] })",
  "as the result of a list that depends on the component around it":
    "{ lossRatio: dc.getVifPeerDetectionsOutput({ vifPeerId: peer }, { dependsOn: [box] }).vifPeerDetections.apply(([newest]) => newest.lossRatio) }",
};
const names = Object.keys(subjects);
const taskOf = (name: string) => idOf(1 + names.indexOf(name));
const peerOf = (name: string) => idOf(101 + names.indexOf(name));

describe("A detection that a dependency changes in the same update", () => {
  const scene = Scene.here();
  let stack: Stack;

  before(async () => {
    await scene.cloud.setDetections(
      names.map((name) => ({
        ...seed.documentedDetection,
        id: taskOf(name),
        vif_peer_id: peerOf(name),
        loss_ratio: 50,
      })),
    );
    stack = await scene.stack(
      `
const tasks = ${JSON.stringify(names.map((name) => [name, taskOf(name), peerOf(name)]))};
if (settings.get("others")) {
  for (const [name, detectionId, vifPeerId] of tasks) {
    new dc.VifPeerDetection("detection " + name, { detectionId });
    new dc.VifPeerDetection("peer " + name, { vifPeerId });
  }
}
const patches = tasks.map(([name, id]) => ({
  url: "${scene.url}/_emulator/detections/" + id,
  fields: {
    loss_ratio: settings.requireNumber("loss"),
    status: "complete",
    ...(name.startsWith("waiting") && { completes_after_ms: 1000 }),
  },
}));
const box = new pulumi.ComponentResource("test:index:Box", "box");
const change = new Thing("change", { patches, value: 99 }, { parent: box });
const created = new Promise((resolve) => change.created.apply(resolve));
const site = new pulumi.ComponentResource("test:index:Site", "site", {}, { dependsOn: change });
const room = new pulumi.ComponentResource("test:index:Room", "room", {}, { parent: site });
const subjects = [${names
        .map(
          (name) =>
            `(name, id, peer) => (${subjects[name as keyof typeof subjects]})`,
        )
        .join(",\n")}];
exports.lossRatios = Object.fromEntries(tasks.map((task, index) => [task[0], subjects[index](...task).lossRatio]));
`,
      { config: { "test:loss": "10" } },
    );
  });

  const runs = {
    "alone, where the dependency is created": { "test:loss": "10" },
    "beside others that read the same task, where it is updated": {
      "test:loss": "20",
      "test:others": "true",
    },
  };
  for (const [title, config] of Object.entries(runs)) {
    describe(title, () => {
      let update: ObservedRun;
      let lossRatios: unknown;

      before(async () => {
        await stack.configure(config);
        update = await scene.observe(() => stack.up());
        ({ lossRatios } = await stack.outputs());
      });

      for (const name of names) {
        it(`is read after that change: ${name}`, () => {
          expect(update.code, update.output).to.equal(0);
          expect(lossRatios).to.have.property(
            name,
            Number(config["test:loss"]),
          );
        });
      }

      if ("test:others" in config) {
        it("even if other resources have read it before", () => {
          const times = asked(update).filter(
            (id) => id === taskOf("by its own dependsOn"),
          );
          expect(times).to.have.length(2);
        });
      }
    });
  }
});

/** What the engine calls after the program has registered the resource may bring the dependency in. */
const transforms = {
  "adds a dependsOn":
    "({ props, opts }) => ({ props, opts: { ...opts, dependsOn: change } })",
  "makes the id an output":
    "({ props, opts }) => ({ props: { ...props, detectionId: change.created.apply(() => props.detectionId) }, opts })",
  "waits for it":
    "async ({ props, opts }) => { await created; return { props, opts }; }",
};

describe("A detection that a dependency changes in the same update, where a transform", () => {
  const scene = Scene.here();

  for (const [what, transform] of Object.entries(transforms)) {
    it(what, async () => {
      const id = idOf(1);
      await scene.cloud.setDetections([
        { ...seed.documentedDetection, id, loss_ratio: 0 },
      ]);
      const stack = await scene.stack(`
const detectionId = "${id}";
const change = new Thing("change", { patches: [{ url: "${scene.url}/_emulator/detections/${id}", fields: { loss_ratio: 50 } }], value: 1 });
const created = new Promise((resolve) => change.created.apply(resolve));
new dc.VifPeerDetection("other", { detectionId });
exports.lossRatio = new dc.VifPeerDetection("after", { detectionId }, { transforms: [${transform}] }).lossRatio;
`);
      const { code, output } = await stack.up();
      expect(code, output).to.equal(0);
      expect(await stack.outputs()).to.deep.equal({ lossRatio: 50 });
    });
  }
});
