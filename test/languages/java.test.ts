import { resolve } from "node:path";
import { expect } from "chai";
import * as seed from "../../emulator/seed.js";
import { programsIn } from "../support/languages.js";
import { detectionId } from "../support/programs.js";
import { Scene } from "../support/scene.js";

const root = resolve(__dirname, "../..");

/** Java's SDK reads a `null` as 0, so that a running detection would look healthy: the plugin must leave it out. */
const PROGRAM = `import com.pulumi.Pulumi;
import com.pulumi.huaweiclouddc.HuaweiclouddcFunctions;
import com.pulumi.huaweiclouddc.VifPeerDetection;
import com.pulumi.huaweiclouddc.VifPeerDetectionArgs;
import com.pulumi.huaweiclouddc.inputs.GetVifPeerDetectionArgs;
import java.util.Optional;

public class App {
  public static void main(String[] args) {
    Pulumi.run(ctx -> {
      var line = new VifPeerDetection("line", VifPeerDetectionArgs.builder().detectionId("${detectionId}").build());
      ctx.export("status", line.status());
      ctx.export("loss", line.lossRatio().applyValue(App::text));
      var read = HuaweiclouddcFunctions.getVifPeerDetection(
          GetVifPeerDetectionArgs.builder().detectionId("${detectionId}").build());
      ctx.export("readLoss", read.applyValue(one -> text(one.lossRatio())));
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

  it("sees the loss ratio of a complete detection, and none of one that is running", async () => {
    const stack = await scene.bareStack(
      await programs.options({
        files: { "src/main/java/App.java": PROGRAM },
        plugin: resolve(root, "plugin/bin"),
        schema: resolve(root, "plugin/schema.json"),
        config: {
          "huaweicloud-dc:region": seed.region,
          "huaweicloud-dc:projectId": seed.projectId,
          "huaweicloud-dc:endpoints.dc": scene.url,
        },
        environment: { HW_AUTH_TOKEN: seed.token },
      }),
    );
    await scene.cloud.patchDetection(detectionId, { loss_ratio: 0.5 });
    const complete = await stack.up();
    expect(complete.code, complete.output).to.equal(0);
    expect(await stack.outputs()).to.deep.equal({
      status: "complete",
      loss: "0.5",
      readLoss: "0.5",
    });
    await scene.cloud.patchDetection(detectionId, {
      status: "processing",
      loss_ratio: 0,
    });
    const running = await stack.up();
    expect(running.code, running.output).to.equal(0);
    expect(await stack.outputs()).to.deep.equal({
      status: "processing",
      loss: "none",
      readLoss: "none",
    });
  });
});
