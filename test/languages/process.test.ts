import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, readlink, readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { setTimeout } from "node:timers/promises";
import { expect } from "chai";
import * as seed from "../../emulator/seed.js";
import { detectionId, vifPeerId } from "../support/programs.js";
import { Scene } from "../support/scene.js";
import { yamlStacks } from "./yamlStacks.js";

const EXECUTABLE = resolve(
  __dirname,
  "../../plugin/bin/pulumi-resource-huaweicloud-dc",
);

describe("The plugin's process", () => {
  const scene = Scene.here();
  const { stackOf, line, measurement } = yamlStacks(scene);
  const running = measurement(`{ vifPeerId: ${vifPeerId} }`);
  beforeEach(() => scene.cloud.reset());

  it("finds its engine among the arguments that --tracing adds", async () => {
    await scene.cloud.settings({
      createdDetection: { completes_after_ms: 1_500, loss_ratio: 0 },
    });
    const stack = await stackOf(running);
    const run = await stack.up("--tracing", "file:./trace");
    expect(run.code, run.output).to.equal(0);
    expect(run.output).to.contain("waiting for detection");
  });

  it("ends after an engine that was killed", async function () {
    if (process.platform !== "linux") this.skip();
    await scene.cloud.patchDetection(detectionId, { status: "processing" });
    const stack = await stackOf(
      line(`{ detectionId: ${detectionId}, waitForCompletion: true }`),
    );
    await stack.runWhile(
      async (pid) => {
        while ((await pluginsIn(stack.folder)).length === 0) {
          await setTimeout(100);
        }
        // It watches once it is configured.
        while ((await scene.cloud.requests()).length === 0) {
          await setTimeout(100);
        }
        process.kill(pid, "SIGKILL");
      },
      ...["up", "--yes", "--skip-preview"],
    );
    while ((await pluginsIn(stack.folder)).length > 0) await setTimeout(200);
  });

  it("ends after an engine that failed, also if that engine only asked for the schema", async function () {
    if (process.platform !== "linux") this.skip();
    await scene.cloud.patchDetection(detectionId, { loss_ratio: 50 });
    const stack = await stackOf(
      line(`{ detectionId: ${detectionId}, expect: { maxLossRatio: 1 } }`),
    );
    expect((await stack.preview()).code).not.to.equal(0);
    while ((await pluginsIn(stack.folder)).length > 0) await setTimeout(200);
  });

  it("serves engines that have not started it, for PULUMI_DEBUG_PROVIDERS", async () => {
    await scene.cloud.settings({
      createdDetection: { completes_after_ms: 1_500, loss_ratio: 0 },
    });
    const plugin = spawn(EXECUTABLE, ["127.0.0.1:1"]);
    try {
      const [port] = (await once(plugin.stdout, "data")) as [Buffer];
      const stack = await stackOf(running, {
        environment: {
          PULUMI_DEBUG_PROVIDERS: `huaweicloud-dc:${port.toString().trim()}`,
        },
      });
      // Its environment is not that of the engine.
      await stack.configure({}, { "huaweicloud-dc:token": seed.token });
      const run = await stack.up();
      expect(run.code, run.output).to.equal(0);
      expect(run.output).to.contain("waiting for detection");
    } finally {
      plugin.kill();
    }
  });

  it("refuses to serve two accounts with PULUMI_DEBUG_PROVIDERS, since it could mistake one for the other", async () => {
    const plugin = spawn(EXECUTABLE, ["127.0.0.1:1"]);
    try {
      const [port] = (await once(plugin.stdout, "data")) as [Buffer];
      const stack = await stackOf(
        `  account:
    type: pulumi:providers:huaweicloud-dc
    properties: { region: cn-north-4, projectId: ${seed.otherProject.id}, token: ${seed.otherProjectToken}, endpoints: { dc: "${scene.url}" } }
${line(`{ detectionId: ${detectionId} }`)}${line(`{ detectionId: ${detectionId} }`, '{ provider: "${account}", dependsOn: ["${line}"] }').replace("line:", "other:")}`,
        {
          environment: {
            PULUMI_DEBUG_PROVIDERS: `huaweicloud-dc:${port.toString().trim()}`,
          },
        },
      );
      await stack.configure({}, { "huaweicloud-dc:token": seed.token });
      const run = await stack.up();
      expect(run.code, run.output).not.to.equal(0);
      expect(run.output).to.contain(
        "this process already serves a provider with other settings",
      );
    } finally {
      plugin.kill();
    }
  });

  it("says that only the engine starts it", async () => {
    const plugin = spawn(EXECUTABLE);
    const [text] = (await once(plugin.stderr, "data")) as [Buffer];
    expect(text.toString()).to.contain("The engine starts it");
    const [code] = (await once(plugin, "close")) as [number];
    expect(code).to.equal(1);
  });

  it("does not read a run that it has not started", async () => {
    const stack = await stackOf(
      `  run: { type: "huaweicloud-dc:VifPeerDetectionRun", get: { id: ${vifPeerId} } }\n`,
    );
    const run = await scene.observe(() => stack.preview());
    expect(run.code, run.output).not.to.equal(0);
    expect(run.output).to.contain(
      "a VifPeerDetectionRun cannot be imported or read by an id",
    );
    expect(run.requests).to.deep.equal([]);
  });
});

/** The plugin's processes that an engine has started in that folder. */
async function pluginsIn(folder: string): Promise<string[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    pids.map(async (pid) => {
      try {
        const command = await readFile(`/proc/${pid}/cmdline`, "utf8");
        return (
          command.includes(EXECUTABLE) &&
          (await readlink(`/proc/${pid}/cwd`)) === folder
        );
      } catch {
        return false;
      }
    }),
  );
  return pids.filter((_, index) => found[index]);
}
