import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import {
  getVifPeerDetection,
  getVifPeerDetectionOutput,
  Provider,
  VifPeerDetection,
  VifPeerDetectionRun,
} from "../../sdk/index.js";

describe("A program under setMocks", () => {
  const seen: unknown[] = [];

  before(() =>
    pulumi.runtime.setMocks({
      newResource: ({ type, inputs }) => {
        seen.push({ type, inputs: inputs as unknown });
        return { id: "id", state: { lossRatio: 3 } };
      },
      call: ({ token }) => ({ detectionId: token }),
    }),
  );
  beforeEach(() => seen.splice(0));

  it("passes its mocks exactly the inputs that it sets, so that snapshots match", async () => {
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

  class Limits {
    get maxLossRatio() {
      return 1;
    }
  }
  class LineArgs {
    readonly vifPeerId = "1158951c-a6f1-40a0-af88-632817fd24ac";
    readonly triggers = [pulumi.output(0).apply((ms) => new Date(ms))];
    get expect() {
      return pulumi.output(1).apply(() => new Limits());
    }
  }

  it("passes the limits of a class with getters, and the dates of an output", async () => {
    const run = new VifPeerDetectionRun("run", new LineArgs());
    await new Promise((resolve) => run.urn.apply(resolve));
    expect(seen).to.have.nested.property("[0].inputs.expect.maxLossRatio", 1);
    expect(seen).to.have.deep.nested.property("[0].inputs.triggers", [
      "1970-01-01T00:00:00.000Z",
    ]);
  });
});

describe("A Provider under setMocks", () => {
  it("is accepted by resources and functions, which the mocks answer", async () => {
    const provider = new Provider("hub", {
      region: "cn-north-4",
      assumeRole: { agencyName: "line-reader", domainName: "hub" },
      maxRetries: 1,
    });
    expect(Provider.isInstance(provider)).to.equal(true);
    expect(
      Provider.isInstance(new VifPeerDetection("x", { detectionId: "x" })),
    ).to.equal(false);
    const line = new VifPeerDetection(
      "line",
      { detectionId: "x" },
      { provider },
    );
    await new Promise((resolve) => line.urn.apply(resolve));
    const args = { detectionId: "3284c6e2-a803-4108-8496-ed3f150697d6" };
    const { detectionId } = await getVifPeerDetection(args, { provider });
    expect(detectionId).to.equal("huaweicloud-dc:index:getVifPeerDetection");
    const output = getVifPeerDetectionOutput(args, { provider });
    expect(
      await new Promise((resolve) => output.detectionId.apply(resolve)),
    ).to.equal(detectionId);
    const settings = await new Promise((resolve) =>
      provider.__settings.apply(resolve),
    );
    expect(settings).to.deep.equal({
      "huaweicloud:region": "cn-north-4",
      "huaweicloud:assumeRole":
        '{"agencyName":"line-reader","domainName":"hub"}',
      "huaweicloud:maxRetries": "1",
      "huaweicloud-dc:provider": "hub",
      "huaweicloud-dc:credentials": "stack",
    });
  });
});

describe("A run under setMocks", () => {
  it("passes its inputs to the mocks, and has their outputs", async () => {
    const seen: unknown[] = [];
    await pulumi.runtime.setMocks({
      newResource: ({ type, inputs }) => {
        seen.push({ type, inputs: inputs as unknown });
        return { id: "id", state: { lossRatio: 3 } };
      },
      call: () => ({}),
    });
    const vifPeerId = "1158951c-a6f1-40a0-af88-632817fd24ac";
    const run = new VifPeerDetectionRun("line", { vifPeerId, triggers: [1] });
    const lossRatio = await new Promise((done) => run.lossRatio.apply(done));
    expect(lossRatio).to.equal(3);
    expect(seen).to.deep.equal([
      {
        type: "pulumi-nodejs:dynamic/huaweicloud-dc:VifPeerDetectionRun",
        inputs: { vifPeerId, triggers: [1] },
      },
    ]);
  });

  for (const option of ["id", "urn", "import", "replaceOnChanges"]) {
    it(`does not accept the option ${option}, which would replace its result or do nothing`, () => {
      expect(
        () =>
          new VifPeerDetectionRun(
            "line",
            { vifPeerId: "x" },
            { [option]: "y" },
          ),
      ).to.throw(`VifPeerDetectionRun does not accept the option ${option}`);
    });
  }
});

describe("An error in the program's own code keeps its stack trace:", () => {
  const construct = (opts: pulumi.CustomResourceOptions) =>
    new VifPeerDetection("line", { detectionId: "x" }, opts);
  const traceOf = (run: () => unknown) => {
    try {
      run();
    } catch (error) {
      return (error as Error).stack;
    }
    return undefined;
  };
  function oops(): never {
    throw new Error("oops");
  }

  it("a transformation that throws", () => {
    const trace = traceOf(() => construct({ transformations: [oops] }));
    expect(trace).to.match(/at .*oops .*mocks\.test\.ts:\d+/);
  });

  const resources: Record<string, (args: never) => unknown> = {
    VifPeerDetection: (args) => new VifPeerDetection("line", args),
    VifPeerDetectionRun: (args) => new VifPeerDetectionRun("line", args),
  };
  for (const [name, create] of Object.entries(resources)) {
    it(`but not a ${name} whose arguments are not an object, which a compiler would refuse`, () => {
      for (const args of [undefined, null, pulumi.output({ vifPeerId: "x" })]) {
        expect(() => create(args as never)).to.throw(
          pulumi.RunError,
          `${name} requires an object of arguments`,
        );
      }
    });
  }

  it("an option that Pulumi refuses", () => {
    const trace = traceOf(() => construct({ parent: "oops" as never }));
    expect(trace).to.match(/at construct .*mocks\.test\.ts:\d+/);
  });
});
