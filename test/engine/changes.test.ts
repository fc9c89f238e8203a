import { expect } from "chai";
import * as seed from "../../emulator/seed.js";
import { detectionId, idOf, prelude } from "../support/programs.js";
import { asked, type ObservedRun, Scene } from "../support/scene.js";
import { type Stack, type Step, stepsOf } from "../support/stack.js";

describe("What changes between two updates", () => {
  const scene = Scene.here();

  describe("of a detection's result", () => {
    const patch = {
      told: { loss_ratio: 7, end_time: "2025-07-05 15:19:00" },
      saved: { lossRatio: 7, endTime: "2025-07-05 15:19:00" },
    };
    let stack: Stack;
    let preview: ObservedRun;
    let update: ObservedRun;

    before(async () => {
      stack = await scene.stack(`
const line = new dc.VifPeerDetection("line", { detectionId: "${detectionId}" });
new Thing("dependent", { value: line.vifPeerId });
exports.lossRatio = line.lossRatio;
`);
      await stack.must("up", "--yes", "--skip-preview");
      await scene.cloud.patchDetection(detectionId, patch.told);
      preview = await scene.observe(() => stack.preview("--json"));
      update = await scene.observe(() => stack.up("--diff"));
    });

    it("is an update of just these properties, already in the preview", () => {
      expect(preview.code, preview.output).to.equal(0);
      const { line, dependent } = stepsOf(preview);
      expect(line?.op).to.equal("update");
      const { oldState, newState } = line ?? {};
      expect({ ...oldState?.inputs, ...patch.saved }).to.deep.equal(
        newState?.inputs,
      );
      expect(dependent?.op ?? "same").to.equal("same");
    });

    it("is shown as old and new value", () => {
      expect(update.output).to.match(/~ lossRatio *: 0 => 7/);
      expect(update.output).to.match(
        /~ endTime *: "2025-07-05 15:15:14" => "2025-07-05 15:19:00"/,
      );
    });

    it("reaches the outputs, after one request in each operation", async () => {
      expect(update.code, update.output).to.equal(0);
      expect(await stack.outputs()).to.deep.equal({ lossRatio: 7 });
      expect([asked(preview), asked(update)]).to.deep.equal([
        [detectionId],
        [detectionId],
      ]);
    });
  });

  describe("of an input", () => {
    const ids = {
      renamed: idOf(1),
      moved: idOf(2),
      transferred: idOf(3),
      kept: idOf(4),
    };
    const other = idOf(5);
    let preview: ObservedRun;
    let update: ObservedRun;
    let steps: Record<string, Step>;

    const program = (changed: Record<string, object>) =>
      Object.entries(ids)
        .map(([name, id]) => {
          const args = { detectionId: id, ...changed[name] };
          return `new dc.VifPeerDetection("${name}", ${JSON.stringify(args)});\n`;
        })
        .join("");

    before(async () => {
      const { cloud } = scene;
      await cloud.addDetections(
        [...Object.values(ids), other].map((id) => ({
          ...seed.documentedDetection,
          id,
        })),
      );
      const stack = await scene.stack(program({}), {
        environment: {
          HW_AUTH_TOKEN: "",
          HW_ACCESS_KEY: seed.accessKey,
          HW_SECRET_KEY: seed.secretKey,
        },
      });
      await stack.must("up", "--yes", "--skip-preview");
      await cloud.patchDetection(ids.transferred, {
        project_id: seed.otherProject.id,
      });
      await stack.write({
        "index.js":
          prelude +
          program({
            renamed: { detectionId: other },
            moved: { region: "cn-east-3" },
            transferred: { projectId: seed.otherProject.id },
          }),
      });
      preview = await scene.observe(() => stack.preview("--json"));
      steps = stepsOf(preview);
      update = await scene.observe(() => stack.up());
    });

    for (const [name, input] of [
      ["renamed", "detectionId"],
      ["moved", "region"],
      ["transferred", "projectId"],
    ] as const) {
      it(`${input} is a replacement`, () => {
        const { op, replaceReasons } = steps[name] ?? {};
        expect({ op, replaceReasons }).to.deep.equal({
          op: "replace",
          replaceReasons: [input],
        });
      });
    }

    it("leaves the others as they are", () => {
      expect(steps["kept"]?.op ?? "same").to.equal("same");
      expect(update.output).to.match(/3 replaced\s+2 unchanged/);
    });

    it("still sends one request for each detection in each operation", () => {
      const now = [other, ids.moved, ids.transferred, ids.kept].sort();
      expect(asked(preview)).to.deep.equal(now);
      expect(asked(update)).to.deep.equal(now);
    });

    it("uses the region and project of the inputs instead of the settings", () => {
      const { path } =
        update.requests.find(({ id }) => id === ids.transferred) ?? {};
      expect(path).to.include(seed.otherProject.id);
    });
  });

  describe("when several resources select one detection", () => {
    const requestsFor = async (program: string) => {
      const stack = await scene.stack(program);
      const preview = await scene.observe(() => stack.preview());
      expect(preview.code, preview.output).to.equal(0);
      const update = await scene.observe(() => stack.up());
      expect(update.code, update.output).to.equal(0);
      return [asked(preview), asked(update)];
    };

    it("is one request, also inside a component", async () => {
      expect(
        await requestsFor(`
const args = { detectionId: "${detectionId}" };
const site = new pulumi.ComponentResource("test:index:Site", "site");
new dc.VifPeerDetection("one", args);
new dc.VifPeerDetection("two", args, { parent: site });
new dc.VifPeerDetection("three", args, { parent: site });
`),
      ).to.deep.equal([[detectionId], [detectionId]]);
    });

    it("is one request, however they name it", async () => {
      expect(
        await requestsFor(`
const detectionId = "${detectionId}";
new dc.VifPeerDetection("by-settings", { detectionId });
new dc.VifPeerDetection("by-inputs", { detectionId, region: "${seed.region}", projectId: "${seed.projectId}" });
new dc.VifPeerDetection("in-capitals", { detectionId: detectionId.toUpperCase() });
`),
      ).to.deep.equal([[detectionId], [detectionId]]);
    });
  });
});
