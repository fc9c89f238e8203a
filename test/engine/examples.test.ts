import { cp, readdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { expect } from "chai";
import * as seed from "../../emulator/seed.js";
import { Scene } from "../support/scene.js";

const examples = resolve(__dirname, "../../examples");

const LANGUAGES = ["go", "python", "yaml"];

/** What each example's stack exports on a healthy line. */
const OUTPUTS: Record<string, object> = {
  "stack-outputs": { status: "complete", lossRatio: 0, healthy: true },
  "deployment-gate": { announced: seed.documentedDetection.vif_peer_id },
  "measure-and-gate": {
    announced: seed.documentedDetection.vif_peer_id,
    lossRatio: 0,
  },
  "policy-gate": { status: "complete", lossRatio: 0 },
  "peer-health": {
    health: {
      [seed.documentedDetection.vif_peer_id]: [
        "2025-07-05 15:11:14, complete, 0 % lost",
      ],
    },
  },
};

describe("The examples, copied out of the repository", () => {
  const scene = Scene.here();

  beforeEach(async () => {
    await scene.cloud.reset();
    await scene.cloud.settings({
      createdDetection: { completes_after_ms: 0, loss_ratio: 0 },
    });
  });

  it("are all tried here", async () => {
    expect((await readdir(examples)).sort()).to.deep.equal(
      // Those in other languages are tried in test/languages.
      [...Object.keys(OUTPUTS), ...LANGUAGES].sort(),
    );
  });

  for (const [example, outputs] of Object.entries(OUTPUTS)) {
    it(`${example} shows the line in its outputs`, async () => {
      const stack = await scene.bareStack({
        program: { "index.ts": "" },
        config: { "huaweicloud:endpoints.dc": scene.url },
        environment: {
          HW_REGION_NAME: seed.region,
          HW_PROJECT_ID: seed.projectId,
          HW_AUTH_TOKEN: seed.token,
        },
      });
      await cp(join(examples, example), stack.folder, {
        recursive: true,
        filter: (file) => !/Pulumi(\.\w+)?\.yaml$/.test(file),
      });
      const run = await stack.up();
      expect(run.code, run.output).to.equal(0);
      expect(await stack.outputs()).to.deep.equal(outputs);
    });
  }
});
