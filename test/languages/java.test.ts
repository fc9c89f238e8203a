import { expect } from "chai";
import * as seed from "../../emulator/seed.js";
import { PLUGIN, programsIn, SCHEMA } from "../support/languages.js";
import { detectionId, vifPeerId } from "../support/programs.js";
import { Scene } from "../support/scene.js";
import type { Stack } from "../support/stack.js";

/** Java's SDK reads a `null` as 0, so that a running detection would look healthy: the plugin must leave it out. */
const PROGRAM = `import com.pulumi.Pulumi;
import com.pulumi.huaweiclouddc.HuaweiclouddcFunctions;
import com.pulumi.huaweiclouddc.VifPeerDetection;
import com.pulumi.huaweiclouddc.VifPeerDetectionArgs;
import com.pulumi.huaweiclouddc.VifPeerDetectionRun;
import com.pulumi.huaweiclouddc.VifPeerDetectionRunArgs;
import com.pulumi.huaweiclouddc.inputs.GetVifPeerDetectionArgs;
import com.pulumi.huaweiclouddc.inputs.GetVifPeerDetectionsArgs;
import com.pulumi.resources.CustomResourceOptions;
import java.util.Optional;

public class App {
  public static void main(String[] args) {
    Pulumi.run(ctx -> {
      var line = new VifPeerDetection("line", VifPeerDetectionArgs.builder().detectionId("${detectionId}").build());
      ctx.export("status", line.status());
      ctx.export("loss", line.lossRatio().applyValue(App::text));
      var read = HuaweiclouddcFunctions.getVifPeerDetection(
          GetVifPeerDetectionArgs.builder().detectionId("${detectionId}").build());
      ctx.export("readLoss", read.applyValue(it -> text(it.lossRatio())));
      var list = HuaweiclouddcFunctions.getVifPeerDetections(
          GetVifPeerDetectionsArgs.builder().vifPeerId("${vifPeerId}").build());
      ctx.export("listedLoss", list.applyValue(all -> all.vifPeerDetections().stream()
          .filter(it -> it.detectionId().equals("${detectionId}"))
          .map(it -> text(it.lossRatio()))
          .findFirst().orElse("not listed")));

      var run = new VifPeerDetectionRun("run", VifPeerDetectionRunArgs.builder().vifPeerId("${vifPeerId}").build());
      var next = new VifPeerDetection("next", VifPeerDetectionArgs.builder().vifPeerId("${vifPeerId}").build(),
          CustomResourceOptions.builder().dependsOn(run).build());
      ctx.export("nextLoss", next.lossRatio().applyValue(App::text));
    });
  }

  static String text(Optional<Double> loss) {
    return loss.map(String::valueOf).orElse("none");
  }
}
`;

describe("A program in java", () => {
  const scene = Scene.here();
  const programs = programsIn("java");

  let stack: Stack;

  before(async () => {
    stack = await scene.bareStack(
      await programs.options({
        files: { "src/main/java/App.java": PROGRAM },
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
  });

  const detectionIs = (status: string, loss_ratio: number) =>
    scene.cloud.patchDetection(detectionId, { status, loss_ratio });

  it("sees a complete detection in a preview, and no loss ratio of one that is running", async () => {
    await detectionIs("complete", 0.5);
    const complete = await stack.preview();
    expect(complete.code, complete.output).to.equal(0);
    for (const line of ['status *: "complete"', 'loss *: "0.5"'])
      expect(complete.output).to.match(new RegExp(`^ *${line}$`, "m"));

    await detectionIs("processing", 0);
    const running = await stack.preview();
    expect(running.code, running.output).to.equal(0);
    // The engine takes what is left out for unknown in a preview; a function's result it hands on.
    for (const line of [
      'status *: "processing"',
      String.raw`loss *: (output<string>|\[unknown\])`,
      'readLoss *: "none"',
      'listedLoss *: "none"',
    ])
      expect(running.output).to.match(new RegExp(`^ *${line}$`, "m"));
  });

  it("sees a complete detection in an update, and what a dependency has changed there", async () => {
    await detectionIs("complete", 0.5);
    await scene.cloud.settings({
      createdDetection: { completes_after_ms: 0, loss_ratio: 50 },
    });
    const up = await stack.up();
    expect(up.code, up.output).to.equal(0);
    expect(await stack.outputs()).to.deep.equal({
      status: "complete",
      loss: "0.5",
      readLoss: "0.5",
      listedLoss: "0.5",
      nextLoss: "50.0",
    });
  });

  it("sees no loss ratio of a running detection in an update, whatever the service says", async () => {
    await detectionIs("processing", 0);
    const up = await stack.up();
    expect(up.code, up.output).to.equal(0);
    expect(await stack.outputs()).to.deep.equal({
      status: "processing",
      loss: "none",
      readLoss: "none",
      listedLoss: "none",
      nextLoss: "50.0",
    });
  });
});
