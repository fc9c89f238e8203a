import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect } from "chai";
import * as seed from "../../emulator/seed.js";
import { PLUGIN, programsIn, SCHEMA } from "../support/languages.js";
import { detectionId } from "../support/programs.js";
import { Scene } from "../support/scene.js";
import { lineProgram, type ProgramLanguage } from "./programs.js";

const root = resolve(__dirname, "../..");

/** A pack that judges by our classes, as users write their own. */
const OWN_PACK = `
const { PolicyPack, validateResourceOfType, validateStackResourcesOfType } = require("@pulumi/policy");
const dc = require("pulumi-huaweicloud-dc");
new PolicyPack("own", {
  policies: [
    {
      name: "own-resource",
      description: "no loss",
      enforcementLevel: "mandatory",
      validateResource: validateResourceOfType(dc.VifPeerDetection, ({ status, lossRatio }, args, report) => {
        if (status !== "complete" || lossRatio > 0) report(\`resource: \${status}, \${lossRatio}\`);
      }),
    },
    {
      name: "own-stack",
      description: "no loss",
      enforcementLevel: "mandatory",
      validateStack: validateStackResourcesOfType(dc.VifPeerDetectionRun, (runs, args, report) => {
        for (const { status, lossRatio } of runs) report(\`run: \${status}, \${lossRatio}\`);
      }),
    },
  ],
});
`;

const LANGUAGES: readonly ProgramLanguage[] = ["yaml", "python", "go"];

for (const language of LANGUAGES) {
  describe(`A policy, for a program in ${language},`, () => {
    const scene = Scene.here();
    const programs = programsIn(language);
    let own: string;
    before(async () => {
      own = await mkdtemp(join(tmpdir(), "pack-"));
      await mkdir(join(own, "node_modules"));
      await symlink(root, join(own, "node_modules/pulumi-huaweicloud-dc"));
      await symlink(
        join(root, "node_modules/@pulumi"),
        join(own, "node_modules/@pulumi"),
      );
      await writeFile(join(own, "index.js"), OWN_PACK);
      await writeFile(
        join(own, "package.json"),
        JSON.stringify({ name: "own", version: "1.0.0" }),
      );
      await writeFile(join(own, "PulumiPolicy.yaml"), "runtime: nodejs\n");
    });
    after(() => rm(own, { recursive: true, force: true }));
    beforeEach(() => scene.cloud.reset());

    const stackOf = async (program: Parameters<typeof lineProgram>[1]) =>
      scene.bareStack(
        await programs.options({
          files: lineProgram(language, program),
          plugin: PLUGIN,
          schema: SCHEMA,
          config: {
            "huaweicloud-dc:region": seed.region,
            "huaweicloud-dc:projectId": seed.projectId,
            "huaweicloud-dc:endpoints.dc": scene.url,
          },
          environment: { HW_AUTH_TOKEN: seed.token },
        }),
      );

    it("of the ready pack stops a preview on an old detection, a lossy one and a running one", async () => {
      const stack = await stackOf({});
      const pack = ["--policy-pack", resolve(root, "policy-pack")];
      const old = await stack.preview(...pack);
      expect(old.code).not.to.equal(0);
      expect(old.output).to.contain("vif-peer-detection-fresh");
      await scene.cloud.patchDetection(detectionId, { loss_ratio: 50 });
      expect((await stack.preview(...pack)).output).to.match(
        /vif-peer-detection-loss-ratio.*the loss ratio is 50 %/s,
      );
      await scene.cloud.patchDetection(detectionId, {
        status: "processing",
        loss_ratio: 0,
      });
      expect((await stack.preview(...pack)).output).to.match(
        /vif-peer-detection-complete.*the status is "processing"/s,
      );
    });

    it("of one's own gets the results by our classes", async () => {
      await scene.cloud.settings({
        createdDetection: { completes_after_ms: 0, loss_ratio: 3 },
      });
      await scene.cloud.patchDetection(detectionId, { loss_ratio: 2 });
      const stack = await stackOf({ by: "vifPeerId" });
      const preview = await stack.preview("--policy-pack", own);
      expect(preview.code).not.to.equal(0);
      expect(preview.output).to.contain("resource: complete, 2");
      const measured = await stackOf({ afterRun: true });
      await scene.cloud.patchDetection(detectionId, { loss_ratio: 0 });
      const up = await measured.up("--policy-pack", own);
      expect(up.output).to.contain("run: complete, 3");
    });
  });
}
