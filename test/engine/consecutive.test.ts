import { expect } from "chai";
import * as seed from "../../emulator/seed.js";
import { idOf, vifPeerId } from "../support/programs.js";
import { Scene } from "../support/scene.js";

const hour = 3_600_000;
const apiTime = (fromNow: number) =>
  new Date(Date.now() + fromNow).toISOString().slice(0, 19).replace("T", " ");

/** Detections of the peer with those loss ratios, the newest first, an hour from one to the next. */
const tasks = (...ratios: number[]) =>
  ratios.map((loss_ratio, index) => ({
    ...seed.documentedDetection,
    id: idOf(index + 1),
    start_time: apiTime(-(index + 0.6) * hour),
    end_time: apiTime(-(index + 0.5) * hour),
    loss_ratio,
  }));

describe("expect.consecutive", () => {
  const scene = Scene.here();
  const program = (count: number) =>
    `for (let i = 0; i < ${String(count)}; i++) new dc.VifPeerDetection("line" + i, settings.requireObject("args"));`;
  const asks = (expectations: object) => ({
    args: JSON.stringify({ vifPeerId, expect: expectations }),
  });

  it("passes a line whose newest detections are all good, by one listing for fifty resources", async () => {
    await scene.cloud.setDetections(tasks(0, 1, 0, 90));
    const stack = await scene.stack(program(50), {
      config: asks({ maxLossRatio: 1, consecutive: 3, within: "6h" }),
    });
    const preview = await scene.observe(() => stack.preview());
    expect(preview.code, preview.output).to.equal(0);
    expect(preview.requests).to.have.length(1);
  });

  const unmet: [what: string, ratios: number[], found: RegExp][] = [
    ["one that was bad before", [0, 0, 50], /1 of them is not:.*50 %/s],
    ["one that is bad now", [50, 0, 0], /1 of them is not/],
    ["too few", [0, 0], /there are only 2:/],
  ];
  for (const [what, ratios, found] of unmet) {
    it(`stops on ${what}, and lists them`, async () => {
      await scene.cloud.setDetections(tasks(...ratios));
      const stack = await scene.stack(program(1), {
        config: asks({ maxLossRatio: 1, consecutive: 3, within: "6h" }),
      });
      const preview = await stack.preview();
      expect(preview.code).to.not.equal(0);
      expect(preview.output).to.match(
        /expect\.consecutive: the newest 3 detections of peer .* must be good and have ended within 6h/,
      );
      expect(preview.output).to.match(found);
      for (const index of ratios.keys()) {
        expect(preview.output).to.include(`  - ${idOf(index + 1)}, ended `);
      }
    });
  }

  it("stops on detections that ended too long ago, and on inputs that make no sense", async () => {
    await scene.cloud.setDetections(tasks(0, 0, 0));
    const stack = await scene.stack(program(1), {
      config: asks({ consecutive: 3, within: "2h" }),
    });
    expect((await stack.preview()).output).to.match(
      /1 of them is not:.*good\n.*good\n.*ended 2 h.* ago, it must have ended within the last 2h/s,
    );
    await stack.configure(asks({ within: "2h" }));
    expect((await stack.preview()).output).to.match(
      /expect\.within requires expect\.consecutive/,
    );
    await stack.configure(asks({ consecutive: 0 }));
    expect((await stack.preview()).output).to.match(
      /expect\.consecutive: expected a whole number from 1 to 100/,
    );
  });
});
