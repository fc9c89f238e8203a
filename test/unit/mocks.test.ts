import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { VifPeerDetection } from "../../sdk/index.js";

describe("A program under setMocks", () => {
  const seen: unknown[] = [];

  before(() =>
    pulumi.runtime.setMocks({
      newResource: ({ type, inputs }) => {
        seen.push({ type, inputs: inputs as unknown });
        return { id: "id", state: { lossRatio: 3 } };
      },
      call: () => ({}),
    }),
  );

  it("shows its mocks the inputs that it gave and nothing else, so that snapshots match", async () => {
    const detectionId = "3284c6e2-a803-4108-8496-ed3f150697d6";
    const line = new VifPeerDetection("line", {
      detectionId,
      expect: { maxLossRatio: 1 },
    });
    const lossRatio = await new Promise((resolve) =>
      line.lossRatio.apply(resolve),
    );
    expect(lossRatio).to.equal(3);
    expect(seen).to.deep.equal([
      {
        type: "pulumi-nodejs:dynamic/huaweicloud-dc:VifPeerDetection",
        inputs: { detectionId, expect: { maxLossRatio: 1 } },
      },
    ]);
  });
});
