import { expect } from "chai";
import * as seed from "../../emulator/seed.js";
import { PLUGIN, programsIn, SCHEMA } from "../support/languages.js";
import { detectionId, vifPeerId } from "../support/programs.js";
import { Scene } from "../support/scene.js";
import type { Stack } from "../support/stack.js";
import {
  type LineProgram,
  lineProgram,
  type ProgramLanguage,
} from "./programs.js";

const OTHER_DETECTION = "3284c6e2-a803-4108-8496-00000000000f";

const LANGUAGES: readonly ProgramLanguage[] = ["yaml", "python", "go"];

for (const language of LANGUAGES) {
  describe(`The plugin, for a program in ${language},`, () => {
    const scene = Scene.here();
    const programs = programsIn(language);
    const lineStack = async (program: LineProgram = {}): Promise<Stack> =>
      scene.bareStack(
        await programs.options({
          files: lineProgram(language, program),
          plugin: PLUGIN,
          schema: SCHEMA,
          config: {
            "huaweicloud-dc:region": seed.region,
            "huaweicloud-dc:projectId": seed.projectId,
            "huaweicloud-dc:endpoints.dc": scene.url,
            // In plain text, as a beginner sets it.
            "huaweicloud-dc:token": seed.token,
          },
        }),
      );
    beforeEach(() => scene.cloud.reset());

    it("tells status and loss ratio in a preview, exports them, and keeps the token secret", async () => {
      await scene.cloud.patchDetection(detectionId, { loss_ratio: 0.5 });
      const stack = await lineStack({
        maxLossRatio: 1,
        withNext: true,
        withFunctions: true,
      });
      const { line } = await stack.steps();
      expect(line?.newState?.inputs).to.include({ lossRatio: 0.5, vifPeerId });
      const preview = await stack.preview();
      expect(preview.output).to.match(
        /lossRatio *: 0\.5\n.*status *: "complete"/s,
      );
      const up = await stack.up();
      expect(up.code, up.output).to.equal(0);
      expect(await stack.outputs()).to.deep.equal({
        status: "complete",
        lossRatio: 0.5,
        read: "complete",
        listed: detectionId,
      });
      expect(await stack.exported()).not.to.contain(seed.token);

      await scene.cloud.patchDetection(detectionId, { loss_ratio: 0 });
      const refresh = await stack.refresh();
      expect(refresh.code, refresh.output).to.equal(0);
      expect(await stack.resource("line")).to.have.nested.property(
        "outputs.lossRatio",
        0,
      );
      const again = await stack.preview("--expect-no-changes");
      expect(again.code, again.output).to.equal(0);
      const destroy = await stack.destroy();
      expect(destroy.code, destroy.output).to.equal(0);
    });

    it("stops a preview on a bad line, and an update before what depends on it", async () => {
      await scene.cloud.patchDetection(detectionId, { loss_ratio: 50 });
      const stack = await lineStack({ maxLossRatio: 1, withNext: true });
      for (const run of [await stack.preview(), await stack.up()]) {
        expect(run.code).not.to.equal(0);
        expect(run.output).to.contain(
          "expect.maxLossRatio: the loss ratio is 50 %, at most 1 % is allowed",
        );
        expect(run.output).not.to.match(/\n\s+at /);
      }
      expect(await stack.resource("next")).to.equal(undefined);
      await scene.cloud.patchDetection(detectionId, { loss_ratio: 1 });
      expect((await stack.up()).code).to.equal(0);
      expect(await stack.resource("next")).not.to.equal(undefined);
    });

    it("shows no loss ratio of a detection that is running, whatever the service says", async () => {
      await scene.cloud.patchDetection(detectionId, {
        status: "processing",
        loss_ratio: 0,
      });
      const stack = await lineStack();
      const { line } = await stack.steps();
      expect(line?.newState?.inputs).to.include({ status: "processing" });
      expect(line?.newState?.inputs).not.to.have.property("lossRatio");
      const preview = await stack.preview();
      expect(preview.output).to.match(/status *: "processing"/);
      expect(preview.output).not.to.match(/lossRatio *: 0/);
      const up = await stack.up();
      expect(up.code, up.output).to.equal(0);
      const { status, lossRatio = null } = await stack.outputs();
      expect({ status, lossRatio }).to.deep.equal({
        status: "processing",
        lossRatio: null,
      });
    });

    it("sees what a dependency has changed in the same update", async () => {
      await scene.cloud.settings({
        createdDetection: { completes_after_ms: 0, loss_ratio: 50 },
      });
      const stack = await lineStack({ by: "vifPeerId", afterRun: true });
      const up = await stack.up();
      expect(up.code, up.output).to.equal(0);
      expect(await stack.outputs()).to.deep.equal({
        status: "complete",
        lossRatio: 50,
      });
      expect((await stack.destroy()).code).to.equal(0);
    });

    it("asks each of two accounts with its own credentials", async () => {
      const [documented] = await scene.cloud.detections();
      if (!documented) throw new Error("no detection");
      await scene.cloud.addDetections([
        {
          ...documented,
          id: OTHER_DETECTION,
          project_id: seed.otherProject.id,
        },
      ]);
      const stack = await lineStack({
        other: {
          projectId: seed.otherProject.id,
          token: seed.otherProjectToken,
          endpoint: scene.url,
          detectionId: OTHER_DETECTION,
        },
      });
      const up = await stack.up();
      expect(up.code, up.output).to.equal(0);
      expect(await stack.outputs()).to.include({
        otherProject: seed.otherProject.id,
      });
      const state = await stack.exported();
      expect(state).not.to.contain(seed.otherProjectToken);
      const refresh = await stack.refresh();
      expect(refresh.code, refresh.output).to.equal(0);
      expect((await stack.destroy()).code).to.equal(0);
    });

    it("imports a detection by its id", async () => {
      const stack = await lineStack();
      const run = await stack.run(
        "import",
        "huaweicloud-dc:index:VifPeerDetection",
        "line",
        detectionId,
        "--yes",
        "--protect=false",
        "--generate-code=false",
      );
      expect(run.code, run.output).to.equal(0);
      const preview = await stack.preview("--expect-no-changes");
      expect(preview.code, preview.output).to.equal(0);
    });
  });
}
