import { expect } from "chai";
import * as seed from "../../emulator/seed.js";
import { PLUGIN, programsIn } from "../support/languages.js";
import { detectionId, vifPeerId } from "../support/programs.js";
import { Scene } from "../support/scene.js";

const YAML = `name: test
runtime: yaml
plugins:
  providers:
    - name: huaweicloud-dc
      path: ${PLUGIN}
resources:
  line:
    type: huaweicloud-dc:VifPeerDetection
    properties:
      detectionId: ${detectionId}
  newest:
    type: huaweicloud-dc:VifPeerDetection
    properties:
      vifPeerId: ${vifPeerId}
      expect: { maxLossRatio: 1 }
    options: { dependsOn: ["\${run}"] }
  run:
    type: huaweicloud-dc:VifPeerDetectionRun
    properties:
      vifPeerId: ${vifPeerId}
      remeasure: onTriggers
outputs:
  lossRatio: \${line.lossRatio}
`;

describe("A TypeScript program's stack, continued by a YAML program,", () => {
  const scene = Scene.here();
  const programs = programsIn("yaml");

  it("keeps its resources: nothing is created, replaced or deleted", async () => {
    await scene.cloud.settings({
      createdDetection: { completes_after_ms: 0, loss_ratio: 0 },
    });
    const { environment } = await programs.options({ files: {} });
    const stack = await scene.stack(
      `
new dc.VifPeerDetection("line", { detectionId: "${detectionId}" });
const run = new dc.VifPeerDetectionRun("run", { vifPeerId: "${vifPeerId}", remeasure: "onTriggers" });
new dc.VifPeerDetection("newest", { vifPeerId: "${vifPeerId}", expect: { maxLossRatio: 1 } }, { dependsOn: run });
`,
      {
        ...(environment && {
          environment: { ...environment, HW_AUTH_TOKEN: seed.token },
        }),
        config: {
          "huaweicloud-dc:region": seed.region,
          "huaweicloud-dc:projectId": seed.projectId,
          "huaweicloud-dc:endpoints.dc": scene.url,
        },
      },
    );
    const before = await stack.up();
    expect(before.code, before.output).to.equal(0);
    const measured = await stack.resource("run");

    await stack.write({ "Pulumi.yaml": YAML });
    const steps = await stack.steps("--show-sames");
    for (const name of ["line", "newest", "run"])
      expect(steps[name]?.op, name).to.equal("same");
    const run = await scene.observe(() => stack.up());
    expect(run.code, run.output).to.equal(0);
    expect(await stack.outputs()).to.deep.equal({ lossRatio: 0 });
    expect(run.requests.map(({ method }) => method)).not.to.include("POST");
    expect(run.requests.map(({ method }) => method)).not.to.include("DELETE");
    expect(await stack.resource("run")).to.include({
      id: measured?.id,
      type: "huaweicloud-dc:index:VifPeerDetectionRun",
    });
    expect(await stack.exported()).not.to.contain("dynamic");
    const again = await stack.preview("--expect-no-changes");
    expect(again.code, again.output).to.equal(0);
  });

  it("can move back by an alias, and then be refreshed and destroyed", async () => {
    const { environment = {} } = await programs.options({ files: {} });
    const program = (options = "") =>
      `new dc.VifPeerDetection("line", { detectionId: "${detectionId}" }${options});`;
    const stack = await scene.stack(program(), {
      environment: { ...environment, HW_AUTH_TOKEN: seed.token },
      config: {
        "huaweicloud-dc:region": seed.region,
        "huaweicloud-dc:projectId": seed.projectId,
        "huaweicloud-dc:endpoints.dc": scene.url,
      },
    });
    await stack.write({
      "Pulumi.yaml": YAML.replace(/ {2}newest:[^]*?(?=outputs:)/, ""),
    });
    const plugin = await stack.up();
    expect(plugin.code, plugin.output).to.equal(0);
    await stack.write({
      "Pulumi.yaml":
        "name: test\nruntime: { name: nodejs, options: { typescript: false } }\nmain: index.js\n",
      "index.js": scene.written(
        program(
          ', { aliases: [{ type: "huaweicloud-dc:index:VifPeerDetection" }] }',
        ),
      ),
    });
    const up = await stack.up();
    expect(up.code, up.output).to.equal(0);
    for (const run of [await stack.refresh(), await stack.destroy()]) {
      expect(run.code, run.output).to.equal(0);
    }
  });
});
