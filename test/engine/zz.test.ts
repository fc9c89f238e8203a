import { Scene, asked } from "../support/scene.js";
import { detectionId, idOf } from "../support/programs.js";
import * as seed from "../../emulator/seed.js";
describe("x", () => {
  const scene = Scene.here();
  it("promise and apply", async () => {
    const s = await scene.stack(`
const detectionId = "${detectionId}";
const early = new dc.VifPeerDetection("early", { detectionId });
const change = new Thing("change", { value: 1, patches: [{ url: "${scene.url}/_emulator/detections/${detectionId}", fields: { loss_ratio: 33 } }] });
const created = new Promise((resolve) => change.created.apply((v) => { if (v !== undefined) resolve(detectionId); }));
if (!pulumi.runtime.isDryRun()) {
const p = new dc.VifPeerDetection("promise", { detectionId: created });
exports.promise = p.lossRatio;
exports.inApply = change.created.apply(() => new dc.VifPeerDetection("inApply", { detectionId }).lossRatio);
}
exports.early = early.lossRatio;
`);
    const r = await scene.observe(() => s.up());
    console.log(r.code, r.output.slice(-600), asked(r), await s.outputs());
  });
  it("repeatPage", async () => {
    await scene.cloud.setDetections(
      Array.from({ length: 2500 }, (_, i) => ({
        ...seed.documentedDetection,
        id: idOf(i + 1),
        vif_peer_id: idOf(7000000),
        start_time: new Date(1.7e12 + i * 1e6).toISOString().slice(0, 19) + "Z",
      })),
    );
    await scene.cloud.settings({ pageBug: "repeatPage" });
    const s = await scene.stack(
      `exports.n = new dc.VifPeerDetection("line", { vifPeerId: "${idOf(7000000)}" }).detectionId;`,
    );
    const r = await scene.observe(() => s.preview());
    console.log(
      r.code,
      r.output.slice(-700),
      r.requests.map((q) => q.query),
      "true newest",
      idOf(2500),
    );
  });
});
