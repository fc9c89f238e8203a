import { readdir, readFile } from "node:fs/promises";
import { setTimeout } from "node:timers/promises";
import { expect } from "chai";
import { idOf } from "../support/programs.js";
import * as seed from "../../emulator/seed.js";
import {
  type EmulatorControl,
  emulatorControl,
} from "../../emulator/controlClient.js";
import {
  type EmulatorProcess,
  startEmulatorProcess,
} from "../support/emulatorProcess.js";
import { Scene } from "../support/scene.js";
import type { Run, Stack } from "../support/stack.js";

/** Long enough for a kill in the meantime, on a busy machine too; nothing waits for its end. */
const SLOW = { latencyMs: 60_000 };

/** Waits until the cloud is asked for something. */
async function isAsked(
  cloud: EmulatorControl,
  ended: AbortSignal,
): Promise<void> {
  while ((await cloud.requests()).length === 0) {
    ended.throwIfAborted();
    await setTimeout(50);
  }
}

/** The process under another one that runs dynamic providers. */
async function providerUnder(
  engine: number,
  ended: AbortSignal,
): Promise<number> {
  for (;;) {
    ended.throwIfAborted();
    for (const pid of (await readdir("/proc")).filter(Number)) {
      const command = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(
        () => "",
      );
      if (!/^[^\0]*node\0.*dynamic-provider/.test(command)) continue;
      if (await isUnder(Number(pid), engine)) return Number(pid);
    }
    await setTimeout(50);
  }
}

async function isUnder(pid: number, ancestor: number): Promise<boolean> {
  if (pid === ancestor) return true;
  if (pid <= 1) return false;
  const status = await readFile(`/proc/${String(pid)}/status`, "utf8").catch(
    () => "",
  );
  const [, parent = "0"] = /^PPid:\s+(\d+)/m.exec(status) ?? [];
  return isUnder(Number(parent), ancestor);
}

describe("After a kill -9 in the middle of an update", function () {
  const scene = Scene.here();
  const ids = [1, 2, 3].map(idOf);
  let stack: Stack;

  before(function () {
    // Processes are looked up in /proc.
    if (process.platform !== "linux") this.skip();
  });

  const program = `
${JSON.stringify(ids)}.forEach((detectionId, index) => {
  const line = new dc.VifPeerDetection("line" + index, { detectionId });
  new Thing("dependent" + index, { value: line.lossRatio });
});
`;

  /** Every detection has another result than before. */
  const change = (loss: number) =>
    scene.cloud.setDetections(
      ids.map((id) => ({ ...seed.documentedDetection, id, loss_ratio: loss })),
    );

  /** The detections are slow; while they are asked for, something ends. */
  const kill = async (
    victim: (engine: number, ended: AbortSignal) => Promise<void>,
  ): Promise<Run> => {
    await scene.cloud.clearRequests();
    return stack.runWhile(
      async (engine, ended) => {
        await isAsked(scene.cloud, ended);
        await victim(engine, ended);
      },
      ...["up", "--yes", "--skip-preview"],
    );
  };

  /** The next update works, and the state is whole. */
  const recovers = async (loss: number) => {
    await scene.cloud.settings({ latencyMs: 0 });
    const saved = await stack.resources();
    expect(saved.filter(({ urn }) => urn.includes("line"))).to.have.length(3);
    const update = await stack.up();
    expect(update.code, update.output).to.equal(0);
    const resources = await stack.resources();
    expect(resources).to.have.length(saved.length);
    for (const { urn, outputs } of resources) {
      if (urn.includes("VifPeerDetection")) {
        expect(outputs).to.include({ lossRatio: loss });
      }
    }
    expect((await stack.up()).output).to.match(/7 unchanged/);
  };

  before(async () => {
    await change(0);
    stack = await scene.stack(program);
    await stack.must("up", "--yes", "--skip-preview");
  });

  beforeEach(() => scene.cloud.settings(SLOW));

  it("of the provider, the next update works and the state is whole", async () => {
    await change(1);
    const run = await kill(async (engine, ended) => {
      process.kill(await providerUnder(engine, ended), "SIGKILL");
    });
    expect(run.code).to.not.equal(0);
    await recovers(1);
  });

  it("of the command, the next update works and the state is whole, once the lock is given up", async () => {
    await change(2);
    const run = await kill((engine) => {
      process.kill(engine, "SIGKILL");
      return Promise.resolve();
    });
    expect(run.code).to.equal(null);
    // Pulumi's own lock of the state outlives it.
    await stack.must("cancel", "--yes");
    await recovers(2);
  });

  it("of the cloud, the update says so, the next one works and the state is whole", async () => {
    const cloud: EmulatorProcess = await startEmulatorProcess();
    const control = emulatorControl(cloud.url);
    await control.settings(SLOW);
    await stack.configure({ "huaweicloud:endpoints.dc": cloud.url });
    const run = await stack.runWhile(
      async (_, ended) => {
        await isAsked(control, ended);
        await cloud.stop("SIGKILL");
      },
      ...["up", "--yes", "--skip-preview"],
    );
    expect(run.code).to.be.greaterThan(0);
    expect(run.output).to.match(/the connection was refused, after 4 attempts/);
    await stack.configure({ "huaweicloud:endpoints.dc": scene.url });
    await change(3);
    await recovers(3);
  });
});
