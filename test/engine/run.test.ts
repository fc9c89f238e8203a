import { expect } from "chai";
import { idOf, UNKNOWN, vifPeerId } from "../support/programs.js";
import { ASKS, deletions, RunScene, starts } from "../support/runScene.js";
import type { Stack } from "../support/stack.js";

describe("A run", () => {
  const runs = RunScene.here();

  describe("on a good line", () => {
    let stack: Stack;
    before(async () => {
      await runs.line(0);
      stack = await runs.stack();
    });

    it("starts nothing in a preview, whose outputs are unknown, and says what the update will do", async () => {
      const preview = await runs.observe(() => stack.preview("--json"));
      expect(preview.code, preview.output).to.equal(0);
      expect(starts(preview)).to.equal(0);
      const { line } = await stack.steps();
      expect(line?.newState?.inputs).to.include({ detectionId: UNKNOWN });
      const text = await stack.preview();
      expect(text.output).to.not.include("loss ratio known");
      expect(text.output).to.match(
        /the update will start a detection of peer .* and wait for it to end \(at most 10m\): there is no result yet/,
      );
    });

    it("measures once in the update, and then what depends on it is created", async () => {
      const up = await runs.observe(() => stack.up());
      expect(up.code, up.output).to.equal(0);
      expect(starts(up)).to.equal(1);
      expect(await stack.resource("dependent")).to.be.an("object");
      const line = await stack.resource("line");
      expect(line?.outputs).to.include({
        vifPeerId,
        status: "complete",
        lossRatio: 0,
      });
    });

    it("measures nothing in a second update, and its outputs are known in a preview", async () => {
      const { detectionId } = await stack.outputs();
      const preview = await stack.preview();
      expect(preview.output).to.include("loss ratio known: 0");
      expect(preview.output).to.not.match(/will start a detection/);
      expect(await stack.outputs()).to.include({ detectionId });
      const up = await runs.observe(() => stack.run("up", "--yes"));
      expect(starts(up)).to.equal(0);
      expect(up.output).to.match(/3 unchanged/);
    });

    it("measures again if a trigger has changed, and deletes the previous detection", async () => {
      const { detectionId } = await stack.outputs();
      await runs.give(stack, { ...ASKS, triggers: ["b", { c: 1 }] });
      const preview = await runs.observe(() => stack.preview());
      expect(starts(preview)).to.equal(0);
      expect(preview.output).to.match(
        /will start a detection .*: the triggers have changed/,
      );
      const up = await runs.observe(() => stack.up());
      expect(up.code, up.output).to.equal(0);
      expect([starts(up), deletions(up)]).to.deep.equal([1, 1]);
      expect((await stack.outputs())["detectionId"]).to.not.equal(detectionId);
      expect(starts(await runs.observe(() => stack.up()))).to.equal(0);
    });

    it("measures in each update if remeasure is always", async () => {
      await runs.give(stack, {
        ...ASKS,
        remeasure: "always",
        triggers: ["b", { c: 1 }],
      });
      for (const run of [1, 2]) {
        const up = await runs.observe(() => stack.run("up", "--yes"));
        expect(starts(up), `run ${String(run)}: ${up.output}`).to.equal(1);
      }
    });

    it("measures if the saved result is older than olderThan", async () => {
      await runs.give(stack, {
        ...ASKS,
        remeasure: { olderThan: "0s" },
        triggers: ["b", { c: 1 }],
      });
      expect(starts(await runs.observe(() => stack.up()))).to.equal(1);
      await runs.give(stack, {
        ...ASKS,
        remeasure: { olderThan: "24h" },
        triggers: ["b", { c: 1 }],
      });
      expect(starts(await runs.observe(() => stack.up()))).to.equal(0);
      await runs.give(stack, {
        ...ASKS,
        remeasure: "onTriggers",
        triggers: ["b", { c: 1 }],
      });
      expect(starts(await runs.observe(() => stack.up()))).to.equal(0);
    });

    it("is replaced if the peer changes, without starting a detection in the preview", async () => {
      const other = "2258951c-a6f1-40a0-af88-632817fd24ac";
      await runs.give(stack, { ...ASKS, vifPeerId: other });
      const preview = await runs.observe(() => stack.preview("--json"));
      expect(starts(preview)).to.equal(0);
      expect((await stack.steps())["line"]?.op).to.equal("replace");
      const up = await runs.observe(() => stack.up());
      expect(up.code, up.output).to.equal(0);
      expect([starts(up), deletions(up)]).to.deep.equal([1, 1]);
    });

    it("deletes its detection when it is destroyed", async () => {
      const destroy = await runs.observe(() => stack.destroy());
      expect(destroy.code, destroy.output).to.equal(0);
      expect(deletions(destroy)).to.equal(1);
    });
  });

  describe("on a bad line", () => {
    let stack: Stack;
    before(async () => {
      await runs.line(50);
      stack = await runs.stack();
    });

    /** Each fails, keeps the state whole and does not create what depends on the run. */
    const steps: [name: string, step: () => ReturnType<Stack["up"]>][] = [
      ["an update", () => stack.up()],
      ["a second update", () => stack.run("up", "--yes")],
      [
        "an update after a refresh",
        async () => {
          const refresh = await stack.refresh();
          expect(refresh.code, refresh.output).to.equal(0);
          return stack.up();
        },
      ],
      ["an update that refreshes", () => stack.up("--refresh")],
      ["one more", () => stack.up()],
    ];
    for (const [name, step] of steps) {
      it(`stops ${name}`, async () => {
        const run = await runs.observe(step);
        expect(run.code, run.output).to.not.equal(0);
        expect(starts(run), run.output).to.equal(1);
        if (name === "a second update") {
          expect(run.output).to.match(
            /will start a detection .*: the saved result is not good enough/,
          );
        }
        expect(run.output).to.match(
          /expect\.maxLossRatio: the loss ratio is 50 %, at most 1 % is allowed/,
        );
        expect(run.output).to.not.match(/^\s+at .*[(:]/m);
        expect(await stack.resource("dependent")).to.equal(undefined);
        const line = await stack.resource("line");
        expect(line?.outputs).to.include({ lossRatio: 50 });
        expect(line?.outputs?.["__provider"]).to.be.a("string");
      });
    }

    it("opens once the line is good", async () => {
      await runs.line(1);
      const up = await runs.observe(() => stack.run("up", "--yes"));
      expect(up.code, up.output).to.equal(0);
      expect(starts(up)).to.equal(1);
      expect(await stack.resource("dependent")).to.be.an("object");
      expect(starts(await runs.observe(() => stack.up()))).to.equal(0);
      await runs.line(50);
      await runs.give(stack, { ...ASKS, expect: { maxLossRatio: 0 } });
      const stricter = await runs.observe(() => stack.up());
      expect(stricter.code).to.not.equal(0);
      expect(starts(stricter)).to.equal(1);
      const destroy = await stack.destroy();
      expect(destroy.code, destroy.output).to.equal(0);
    });
  });

  it("that is replaced on a bad line stops, and goes on once the line is good", async () => {
    await runs.line(0);
    const stack = await runs.stack();
    await stack.must("up", "--yes", "--skip-preview");
    await runs.line(50);
    const other = "2258951c-a6f1-40a0-af88-632817fd24ac";
    await runs.give(stack, { ...ASKS, vifPeerId: other });
    for (const step of [
      () => stack.up(),
      () => stack.up("--refresh"),
      () => stack.run("up", "--yes"),
    ]) {
      const up = await runs.observe(step);
      expect(up.code).to.not.equal(0);
      expect(starts(up)).to.equal(1);
    }
    await runs.line(0);
    const up = await stack.up();
    expect(up.code, up.output).to.equal(0);
    expect((await stack.resource("line"))?.outputs).to.include({
      vifPeerId: other,
      lossRatio: 0,
    });
    expect((await stack.destroy()).code).to.equal(0);
    expect(
      (await runs.scene.cloud.detections()).filter(
        (one) => one["vif_peer_id"] === other,
      ),
    ).to.deep.equal([]);
  });

  it("keeps detections if keep is set, and triggers that are secrets", async () => {
    await runs.line(0);
    const stack = await runs.scene.stack(
      `
new dc.VifPeerDetectionRun("line", {
  vifPeerId: "${vifPeerId}",
  keep: true,
  triggers: [settings.requireSecret("trigger")],
});`,
      { secrets: { trigger: "a secret of mine 1" } },
    );
    const up = await stack.up();
    expect(up.code, up.output).to.equal(0);
    expect(await stack.exported()).to.not.include("a secret of mine");
    await stack.configure({}, { trigger: "a secret of mine 2" });
    const next = await runs.observe(() => stack.up());
    expect([starts(next), deletions(next)]).to.deep.equal([1, 0]);
    expect(await stack.exported()).to.not.include("a secret of mine");
    const destroy = await runs.observe(() => stack.destroy());
    expect(deletions(destroy)).to.equal(0);
  });

  it("sees the changes of dates among its triggers, and refuses what Pulumi cannot compare", async () => {
    await runs.line(0);
    const stack = await runs.scene.stack(
      `
const date = new Date(settings.requireNumber("date"));
const triggers = settings.getBoolean("map") ? [new Map([[1, 2]])] : [date];
new dc.VifPeerDetectionRun("line", { vifPeerId: "${vifPeerId}", triggers });
new dc.VifPeerDetectionRun("other", {
  vifPeerId: "${idOf(2)}",
  triggers: [{ nested: [Promise.resolve(date)] }],
});`,
      { config: { date: "1000" } },
    );
    for (const [date, count] of [
      ["1000", 2],
      ["1000", 0],
      ["2000", 2],
    ] as const) {
      await stack.configure({ date });
      const up = await runs.observe(() => stack.up());
      expect(up.code, up.output).to.equal(0);
      expect(starts(up)).to.equal(count);
    }
    await stack.configure({ map: "true" });
    const refused = await stack.preview();
    expect(refused.code).to.not.equal(0);
    expect(refused.output).to.match(
      /a trigger of VifPeerDetectionRun is a Map, and Pulumi cannot detect changes in it/,
    );
    expect(refused.output).to.not.match(/^\s+at .*[(:]/m);
  });

  it("takes inputs that are not known yet in a preview, and measures after what they come from", async () => {
    await runs.line(1);
    const stack = await runs.scene.stack(
      `
const thing = new Thing("thing", { value: settings.requireNumber("value") });
const line = new dc.VifPeerDetectionRun("line", {
  vifPeerId: thing.created.apply(() => "${vifPeerId}"),
  triggers: [thing.created],
  expect: { maxLossRatio: thing.created },
});
new Thing("dependent", { value: line.lossRatio });`,
      { config: { value: "1" } },
    );
    const preview = await runs.observe(() => stack.preview());
    expect(preview.code, preview.output).to.equal(0);
    expect(starts(preview)).to.equal(0);
    expect(preview.output).to.match(
      /the update will start a detection of a peer that is not known yet/,
    );
    expect(starts(await runs.observe(() => stack.up()))).to.equal(1);
    await stack.configure({ value: "2" });
    expect((await stack.steps())["line"]?.op).to.equal("update");
    const next = await runs.observe(() => stack.run("up", "--yes"));
    expect(next.code, next.output).to.equal(0);
    expect(starts(next)).to.equal(1);
    await stack.configure({ value: "0" });
    const bad = await runs.observe(() => stack.run("up", "--yes"));
    expect(bad.code).to.not.equal(0);
    expect(bad.output).to.match(/expect\.maxLossRatio/);
  });
});
