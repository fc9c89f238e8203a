import { expect } from "chai";
import * as seed from "../../emulator/seed.js";
import { detectionId, vifPeerId } from "../support/programs.js";
import { Scene } from "../support/scene.js";
import { yamlStacks } from "./yamlStacks.js";

const SECRET_TRIGGER = "a-secret-trigger";

describe("The plugin's gate", () => {
  const scene = Scene.here();
  const { stackOf, rewritten, line, measurement } = yamlStacks(scene);
  const gated = (options?: string) =>
    line(
      `{ detectionId: ${detectionId}, expect: { maxLossRatio: 1 } }`,
      options,
    );
  beforeEach(() => scene.cloud.reset());

  it("cannot be ignored, neither by name nor by *, not even where none was saved", async () => {
    const stack = await stackOf(line(`{ detectionId: ${detectionId} }`));
    expect((await stack.up()).code).to.equal(0);
    await scene.cloud.patchDetection(detectionId, { loss_ratio: 50 });
    for (const ignored of ["expect", "*"]) {
      await rewritten(stack, gated(`{ ignoreChanges: ["${ignored}"] }`));
      const run = await stack.up();
      expect(run.code, run.output).not.to.equal(0);
      expect(run.output).to.contain(
        `ignoreChanges: ["${ignored}"] would keep the old gate instead of the program's: remove it`,
      );
    }
  });

  it("judges nothing that was looked up before a run has measured, not even in a batch", async () => {
    await scene.cloud.settings({
      createdDetection: { completes_after_ms: 0, loss_ratio: 50 },
    });
    const batch = `batch: [${vifPeerId}]`;
    const first = line(`{ vifPeerId: ${vifPeerId}, ${batch} }`);
    const stack = await stackOf(
      first.replace("line", "first") +
        measurement(
          `{ vifPeerId: ${vifPeerId} }`,
          '{ dependsOn: ["${first}"] }',
        ) +
        line(
          `{ vifPeerId: ${vifPeerId}, expect: { maxLossRatio: 1 }, ${batch} }`,
          '{ dependsOn: ["${run}"] }',
        ),
    );
    const run = await stack.up();
    expect(run.code, run.output).not.to.equal(0);
    expect(run.output).to.contain("the loss ratio is 50 %");
  });

  it("judges what the option import brings in, before what depends on it", async () => {
    await scene.cloud.patchDetection(detectionId, { loss_ratio: 50 });
    const next = line(
      `{ detectionId: ${detectionId} }`,
      '{ dependsOn: ["${line}"] }',
    ).replace("line:", "next:");
    for (const more of ["", ", ignoreChanges: [expect]"]) {
      const stack = await stackOf(
        gated(`{ import: ${detectionId}${more} }`) + next,
      );
      const run = await stack.up();
      expect(run.code, run.output).not.to.equal(0);
      expect(await stack.resource("next")).to.equal(undefined);
      // An engine may have saved what it imported; it is judged again.
      expect((await stack.up()).code).not.to.equal(0);
    }
  });

  it("says which input does not match what the option import brings in", async () => {
    const stack = await stackOf(
      line(`{ vifPeerId: ${vifPeerId} }`, `{ import: ${detectionId} }`),
    );
    const run = await stack.up();
    expect(run.code, run.output).not.to.equal(0);
    // The second is of newer engines, which import it first.
    expect(run.output).to.match(
      /(do not match the existing resource: .*|may not be replaced.*\n *)vifPeerId/,
    );
  });

  it("refuses a loss limit that is null, which SDKs leave out", async () => {
    const stack = await stackOf(
      line(
        `{ detectionId: ${detectionId}, expect: { maxLossRatio: null, maxAge: 24h } }`,
      ),
    );
    const run = await stack.preview();
    expect(run.code, run.output).not.to.equal(0);
    expect(run.output).to.contain(
      "expect.maxLossRatio is missing, or null in the program",
    );
  });

  it("shows no secret in a message about it", async () => {
    const malformed = ["Sup3r-Secret!", "sup3rsecret"];
    const stack = await stackOf(
      line(
        `{ detectionId: ${detectionId}, region: { fn::secret: "${malformed[0]}" }, expect: { maxLossRatio: 1, maxAge: { fn::secret: ${malformed[1]} } } }`,
      ),
    );
    const run = await stack.preview();
    expect(run.code, run.output).not.to.equal(0);
    expect(run.output).to.contain(
      "region is missing or malformed. It is a secret",
    );
    expect(run.output).to.contain("expect.maxAge is missing or malformed");
    for (const text of malformed) expect(run.output).not.to.contain(text);

    await rewritten(
      stack,
      `  account:
    type: pulumi:providers:huaweicloud-dc
    properties: { region: { fn::secret: "${malformed[0]}" }, projectId: ${seed.projectId} }
${line(`{ detectionId: ${detectionId} }`, '{ provider: "${account}" }')}`,
    );
    const failed = await stack.preview();
    expect(failed.output).to.contain('huaweicloud-dc:region is "[secret]"');
    expect(failed.output).not.to.contain(malformed[0]);
  });

  it("holds no line of an earlier update, whatever ignoreChanges names", async () => {
    const stack = await stackOf(line(`{ detectionId: ${detectionId} }`));
    expect((await stack.up()).code).to.equal(0);
    for (const ignored of ["detectionId", "vifPeerId", "region", "projectId"]) {
      await rewritten(
        stack,
        line(
          `{ vifPeerId: ${vifPeerId}, expect: { maxLossRatio: 1 } }`,
          `{ ignoreChanges: [${ignored}] }`,
        ),
      );
      const run = await stack.up();
      expect(run.code, run.output).not.to.equal(0);
      expect(run.output).to.contain(
        `ignoreChanges: ["${ignored}"] would keep the line of an earlier update instead of the program's: remove it`,
      );
    }
  });

  it("keeps secrets out of the state and the output, and refuses one as an id", async () => {
    await scene.cloud.settings({
      createdDetection: { completes_after_ms: 0, loss_ratio: 50 },
    });
    const stack = await stackOf(
      line(`{ detectionId: { fn::secret: ${detectionId} } }`) +
        measurement(
          `{ vifPeerId: ${vifPeerId}, expect: { maxLossRatio: 1 }, triggers: [{ fn::secret: ${SECRET_TRIGGER} }] }`,
        ),
    );
    const run = await stack.up("--continue-on-error");
    expect(run.code, run.output).not.to.equal(0);
    expect(run.output).to.contain(
      "detectionId is a secret, but Pulumi stores the id of a resource in plain text",
    );
    expect(run.output).not.to.contain(detectionId);
    await rewritten(
      stack,
      measurement(
        `{ vifPeerId: ${vifPeerId}, expect: { maxLossRatio: 1 }, triggers: [{ fn::secret: ${SECRET_TRIGGER} }] }`,
      ),
    );
    const failed = await stack.up("--diff");
    expect(failed.output).to.contain("the loss ratio is 50 %");
    expect(failed.output).not.to.contain(SECRET_TRIGGER);
    const state = await stack.exported();
    expect(state).to.contain("triggers").and.not.to.contain(SECRET_TRIGGER);
    expect(await stack.resource("line")).to.equal(undefined);
  });
});
