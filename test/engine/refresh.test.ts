import { rm } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import type { Fault } from "../../emulator/controlClient.js";
import * as seed from "../../emulator/seed.js";
import { idOf } from "../support/programs.js";
import { asked, type ObservedRun, Scene } from "../support/scene.js";
import type { Stack } from "../support/stack.js";

const [changed, gone, steady] = [idOf(1), idOf(2), idOf(3)] as const;
const peer = idOf(9);

describe("A refresh", () => {
  const scene = Scene.here();
  const [byId, byPeer] = ["byId", "byPeer"] as const;
  let stack: Stack;
  const kept = async () => {
    const names = (await stack.resources()).map(({ urn }) =>
      urn.split("::").at(-1),
    );
    return [byId, byPeer].filter((name) => names.includes(name));
  };
  const everywhere = (answer: {
    status: number;
    body?: unknown;
    contentType?: string;
  }): Fault[] =>
    (["showDetection", "listDetections"] as const).map((operation) => ({
      operation,
      kind: "status",
      times: 9,
      ...answer,
    }));
  const coded = (status: number, code: string) =>
    everywhere({ status, body: { error_code: code, error_msg: "none" } });

  before(async () => {
    await scene.cloud.setDetections([
      { ...seed.documentedDetection, id: steady, vif_peer_id: peer },
    ]);
    stack = await scene.stack(
      `
new dc.VifPeerDetection("${byId}", { detectionId: "${steady}" });
new dc.VifPeerDetection("${byPeer}", { vifPeerId: "${peer}" });
`,
      { config: { "huaweicloud:endpoints.iam": scene.url } },
    );
    await stack.must("up", "--yes", "--skip-preview");
  });
  afterEach(() => scene.cloud.clearFaults());

  const noProofs: [what: string, faults: Fault[], says: RegExp][] = [
    [
      "an empty 404",
      everywhere({ status: 404 }),
      /answered 404 \(an empty body\)/,
    ],
    [
      "a proxy's page with 404",
      everywhere({
        status: 404,
        body: "<html><h1>Not Found</h1></html>",
        contentType: "text/html",
      }),
      /answered 404 \(Not Found\)/,
    ],
    [
      "the gateway's APIG.0101",
      coded(404, "APIG.0101"),
      /answered 404 \(APIG\.0101/,
    ],
    [
      "the gateway's APIGW.0101",
      coded(404, "APIGW.0101"),
      /answered 404 \(APIGW\.0101/,
    ],
    [
      "another code of Direct Connect with 404",
      coded(404, "DC.0001"),
      /answered 404 \(DC\.0001/,
    ],
    [
      "IAM's 404",
      everywhere({
        status: 404,
        body: { error: { code: 404, message: "none", title: "Not Found" } },
      }),
      /answered 404 \(404: none\)/,
    ],
    [
      "the service's code with 500",
      coded(500, "DC.0002"),
      /answered 500 \(DC\.0002/,
    ],
    [
      "the service's code in an answer to the listing",
      coded(400, "DC.0002").slice(1),
      /could not list the detections: .*answered 400 \(DC\.0002/,
    ],
    [
      "an odd row that may be of the peer",
      [
        {
          operation: "listDetections",
          kind: "body",
          times: 9,
          body: { vif_peer_detections: [{ id: steady }] },
        },
      ],
      /vif_peer_id is missing/,
    ],
  ];
  for (const [what, faults, says] of noProofs) {
    it(`keeps the resources after ${what}`, async () => {
      await scene.cloud.fault(...faults);
      const run = await stack.refresh();
      expect(run.code).to.be.greaterThan(0);
      expect(run.output).to.match(says);
      expect(run.output).to.not.match(/^\s+at .*[(:]/m);
      expect(await kept()).to.deep.equal([byId, byPeer]);
    });
  }

  it("keeps the resources if IAM has no such address", async () => {
    stack.setEnvironment({
      HW_AUTH_TOKEN: "",
      HW_USER_NAME: seed.userName,
      HW_USER_PASSWORD: seed.password,
      HW_DOMAIN_NAME: seed.domainName,
    });
    await scene.cloud.fault({
      operation: "createToken",
      kind: "status",
      status: 404,
      times: 9,
      body: { error: { code: 404, message: "none", title: "Not Found" } },
    });
    const run = await stack.refresh();
    stack.setEnvironment({ HW_AUTH_TOKEN: seed.token, HW_USER_NAME: "" });
    expect(run.code).to.be.greaterThan(0);
    expect(run.output).to.match(/could not sign in .*answered 404/);
    expect(await kept()).to.deep.equal([byId, byPeer]);
  });

  it("drops a resource whose detection Direct Connect does not know, also with status 400", async () => {
    await scene.cloud.fault(...coded(400, "DC.0002").slice(0, 1));
    const run = await stack.refresh();
    expect(run.code, run.output).to.equal(0);
    expect(await kept()).to.deep.equal([byPeer]);
  });

  it("drops a resource whose peer has no detection in the complete list", async () => {
    await scene.cloud.setDetections([]);
    const run = await stack.refresh();
    expect(run.code, run.output).to.equal(0);
    expect(await kept()).to.deep.equal([]);
  });
});

describe("After an update", () => {
  const scene = Scene.here();
  let stack: Stack;

  before(async () => {
    await scene.cloud.setDetections(
      [changed, gone, steady].map((id) => ({
        ...seed.documentedDetection,
        id,
        vif_peer_id: id === changed ? peer : idOf(8),
      })),
    );
    stack = await scene.stack(`
new dc.VifPeerDetection("changed", { vifPeerId: "${peer}" });
new dc.VifPeerDetection("gone", { detectionId: "${gone}" });
new dc.VifPeerDetection("steady", { detectionId: "${steady}", region: "cn-east-3" });
`);
    await stack.must("up", "--yes", "--skip-preview");
  });

  describe("a refresh", () => {
    let first: ObservedRun;
    let second: ObservedRun;

    before(async () => {
      await scene.cloud.patchDetection(changed, { loss_ratio: 12 });
      await scene.cloud.setDetections(
        (await scene.cloud.detections()).filter(({ id }) => id !== gone),
      );
      first = await scene.observe(() => stack.refresh());
      second = await scene.observe(() => stack.refresh("--expect-no-changes"));
    });

    it("shows what changed", () => {
      expect(first.code, first.output).to.equal(0);
      // Which property it was, the engine 3.150 does not say in a refresh; later ones do.
      expect(first.output).to.match(/~ .*VifPeerDetection changed updated/);
      expect(first.output).to.match(/1 updated/);
    });

    it("saves it, as input and as output", async () => {
      const { inputs, outputs } = (await stack.resource("changed")) ?? {};
      expect([inputs?.["lossRatio"], outputs?.["lossRatio"]]).to.deep.equal([
        12, 12,
      ]);
    });

    it("removes a deleted detection from the state", async () => {
      expect(first.output).to.match(/1 deleted/);
      expect(await stack.resource("gone")).to.equal(undefined);
    });

    it("leaves the others as they were, in their region", async () => {
      expect(first.output).to.match(/2 unchanged/);
      const { outputs } = (await stack.resource("steady")) ?? {};
      expect(outputs).to.include({ region: "cn-east-3", lossRatio: 0 });
    });

    it("sends one request for each detection or peer", () => {
      expect(asked(first)).to.deep.equal([gone, steady, "listDetections"]);
    });

    it("finds nothing more when it is repeated", () => {
      expect(second.code, second.output).to.equal(0);
    });

    it("that cannot reach the service says so without a stack trace, and keeps the state", async () => {
      const before = await stack.exported();
      await scene.cloud.settings({ tokens: [] });
      const run = await stack.refresh();
      expect(run.code).to.not.equal(0);
      expect(run.output).to.match(/answered 401/);
      expect(run.output).to.not.match(/^\s+at .*[(:]/m);
      const kept = await stack.resources();
      expect(kept.map(({ urn }) => urn)).to.deep.equal(
        (
          JSON.parse(before) as {
            deployment: { resources: { urn: string }[] };
          }
        ).deployment.resources.map(({ urn }) => urn),
      );
    });
  });

  describe("a destroy", () => {
    it("needs no setting, no network and no package of ours", async () => {
      stack.setEnvironment({ HW_AUTH_TOKEN: "" });
      await rm(join(stack.folder, "Pulumi.test.yaml"));
      await rm(join(stack.folder, "node_modules/pulumi-huaweicloud-dc"));
      const run = await scene.observe(() => stack.destroy());
      expect(run.code, run.output).to.equal(0);
      expect(run.output).to.match(/3 deleted/);
      expect(asked(run)).to.deep.equal([]);
      expect(await stack.resources()).to.deep.equal([]);
    });
  });
});
