import { delimiter, join } from "node:path";
import * as automation from "@pulumi/pulumi/automation";
import { expect } from "chai";
import { emulatorControl } from "../../emulator/controlClient.js";
import * as seed from "../../emulator/seed.js";
import * as dc from "../../sdk/index.js";
import { startEmulatorProcess } from "../support/emulatorProcess.js";
import { detectionId } from "../support/programs.js";
import { pulumiCli } from "../support/pulumiCli.js";
import { Scene } from "../support/scene.js";

describe("Two stacks at once in one process, by the Automation API", () => {
  const scene = Scene.here();
  const path = process.env["PATH"];

  before(async () => {
    const cli = await pulumiCli();
    process.env["PATH"] = `${cli.directory}${delimiter}${path ?? ""}`;
  });

  after(() => {
    process.env["PATH"] = path;
  });

  /** A program that is a function of this process, in a project's folder. */
  async function up(name: string, url: string, folder: string) {
    const stack = await automation.LocalWorkspace.createOrSelectStack(
      {
        stackName: name,
        projectName: "test",
        program: async () => {
          const { lossRatio } = await dc.getVifPeerDetection({ detectionId });
          const line = new dc.VifPeerDetection("line", { detectionId });
          return { function: lossRatio, resource: line.lossRatio };
        },
      },
      {
        workDir: folder,
        envVars: {
          PULUMI_BACKEND_URL: `file://${join(folder, ".state")}`,
          PULUMI_CONFIG_PASSPHRASE: "",
          PULUMI_HOME: join(folder, ".home"),
          PULUMI_SKIP_UPDATE_CHECK: "1",
        },
      },
    );
    await stack.setAllConfig({
      "huaweicloud:region": { value: seed.region },
      "huaweicloud:projectId": { value: seed.projectId },
      "huaweicloud:accessKey": { value: seed.accessKey },
      "huaweicloud:secretKey": { value: seed.secretKey, secret: true },
      "huaweicloud:endpoints": { value: JSON.stringify({ dc: url }) },
    });
    const { outputs } = await stack.up();
    return Object.fromEntries(
      Object.entries(outputs).map(([key, { value }]) => [
        key,
        value as unknown,
      ]),
    );
  }

  it("keep to their own settings, in resources and functions alike", async () => {
    const { folder } = await scene.bareStack({ program: "" });
    const other = await startEmulatorProcess();
    try {
      await emulatorControl(other.url).patchDetection(detectionId, {
        loss_ratio: 9,
      });
      expect(
        await Promise.all([
          up("here", scene.url, folder),
          up("there", other.url, folder),
        ]),
      ).to.deep.equal([
        { function: 0, resource: 0 },
        { function: 9, resource: 9 },
      ]);
    } finally {
      await other.stop();
    }
  });
});
