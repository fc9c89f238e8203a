import { expect } from "chai";
import * as seed from "../../emulator/seed.js";
import { idOf } from "../support/programs.js";
import { type ObservedRun, Scene } from "../support/scene.js";
import type { Stack } from "../support/stack.js";

const { hub } = seed;
/** As many lines in each account. */
const COUNT = 20;

/** The accounts by which requests for detections were signed, with what they asked for. */
function askedIn({ requests }: ObservedRun, projectId: string): string[] {
  return requests
    .filter((request) => request.projectId === projectId)
    .map(({ id, operation, authentication }) => {
      expect(authentication).to.equal("aksk");
      return id ?? operation;
    })
    .sort();
}

function operationsOf({ requests }: ObservedRun): string[] {
  return requests
    .map(({ operation }) => operation)
    .filter((operation) => operation !== "showDetection")
    .sort();
}

describe("Two accounts in one program", () => {
  const scene = Scene.here();
  const ids = Array.from({ length: COUNT }, (_, i) => idOf(i));
  const hubIds = ids.map((id) => id.replace(/^./, "f"));
  let stack: Stack;

  const detections = (loss: number) => [
    ...ids.map((id) => ({ ...seed.documentedDetection, id, loss_ratio: 0 })),
    ...hubIds.map((id) => ({
      ...seed.documentedDetection,
      id,
      loss_ratio: loss,
      project_id: hub.projectId,
    })),
  ];

  const program = () => `
const endpoints = { dc: "${scene.url}", iam: "${scene.url}", sts: "${scene.url}" };
const hub = new dc.Provider("hub", {
  region: "${seed.region}",
  assumeRole: { agencyName: pulumi.output("${hub.agency}"), domainId: "${hub.domainId}" },
  endpoints,
});
const ids = ${JSON.stringify(ids)};
const hubIds = ${JSON.stringify(hubIds)};
class Group extends pulumi.ComponentResource {
  constructor(name, opts) { super("test:index:Group", name, {}, opts); }
}
const parent = new Group("group", { provider: hub });
const own = ids.map((detectionId, i) => new dc.VifPeerDetection("own" + i, { detectionId }));
const theirs = hubIds.map((detectionId, i) =>
  new dc.VifPeerDetection("hub" + i, { detectionId }, i % 2 ? { provider: hub } : { parent }));
new Thing("thing", { value: "as it was" }, { parent });
exports.own = own[0].projectId;
exports.hub = pulumi.all(theirs.map(({ projectId }) => projectId)).apply((all) => [...new Set(all)]);
exports.domain = theirs[0].lossRatio;
if (process.env.FUNCTIONS) {
  exports.read = dc.getVifPeerDetection({ detectionId: hubIds[0] }, { provider: hub }).then((one) => one.projectId);
  exports.output = dc.getVifPeerDetectionOutput({ detectionId: hubIds[1] }, { parent }).projectId;
  exports.listed = dc.getVifPeerDetectionsOutput({}, { provider: hub }).vifPeerDetections.length;
  exports.mine = dc.getVifPeerDetections().then(({ vifPeerDetections }) => vifPeerDetections.length);
}
`;

  before(async () => {
    await scene.cloud.setDetections(detections(0));
    stack = await scene.stack(program(), {
      config: { "huaweicloud:accessKey": seed.accessKey },
      secrets: {
        "huaweicloud:secretKey": seed.secretKey,
        "test:other": "a-secret-of-others",
      },
      // Stale: neither the stack nor the provider takes it.
      environment: { HW_AUTH_TOKEN: "", HW_PROJECT_ID: "another" },
    });
  });

  it("are each asked for their own, with the keys that are theirs, in a preview", async () => {
    await scene.cloud.settings({ latencyMs: 200 });
    const run = await scene.observe(() => stack.preview());
    await scene.cloud.settings({ latencyMs: 0 });
    expect(run.code, run.output).to.equal(0);
    expect(askedIn(run, seed.projectId)).to.deep.equal(ids);
    expect(askedIn(run, hub.projectId)).to.deep.equal(hubIds);
    expect(operationsOf(run)).to.deep.equal(["assumeAgency", "listProjects"]);
    const atOnce = Math.max(...run.requests.map((one) => one.concurrent));
    expect(atOnce).to.be.greaterThan(1);
  });

  it("are each asked in an update, by functions too", async () => {
    stack.setEnvironment({ FUNCTIONS: "1" });
    const run = await scene.observe(() => stack.up());
    expect(run.code, run.output).to.equal(0);
    expect(await stack.outputs()).to.deep.equal({
      own: seed.projectId,
      hub: [hub.projectId],
      domain: 0,
      read: hub.projectId,
      output: hub.projectId,
      listed: COUNT,
      mine: COUNT,
    });
    stack.setEnvironment({ FUNCTIONS: "" });
  });

  it("are unchanged in the next preview", async () => {
    const run = await stack.preview("--expect-no-changes");
    expect(run.code, run.output).to.equal(0);
  });

  it("are each asked in a refresh, which runs no program", async () => {
    await scene.cloud.setDetections(detections(7));
    const run = await scene.observe(() => stack.refresh());
    expect(run.code, run.output).to.equal(0);
    expect(askedIn(run, seed.projectId)).to.deep.equal(ids);
    expect(askedIn(run, hub.projectId)).to.deep.equal(hubIds);
    // The projects are saved.
    expect(operationsOf(run)).to.deep.equal(["assumeAgency"]);
    const saved = await stack.resource("hub3");
    expect(saved?.outputs).to.include({ lossRatio: 7 });
    expect((await stack.resource("own3"))?.outputs).to.include({
      lossRatio: 0,
    });
  });

  it("leave no secret in the state", async () => {
    const state = await stack.exported();
    for (const secret of [
      seed.accessKey,
      seed.secretKey,
      "a-secret-of-others",
    ]) {
      expect(JSON.stringify(await stack.resource("hub"))).to.not.include(
        secret,
      );
      // In the stack's own config it was set in clear.
      if (secret !== seed.accessKey) expect(state).to.not.include(secret);
    }
    const { accessKeys } = await scene.cloud.settings();
    for (const {
      accessKey,
      secretKey,
      securityToken = secretKey,
    } of accessKeys.slice(2)) {
      for (const secret of [accessKey, secretKey, securityToken]) {
        expect(state).to.not.include(secret);
      }
    }
  });

  it("are destroyed without a request", async () => {
    const run = await scene.observe(() => stack.destroy());
    expect(run.code, run.output).to.equal(0);
    expect(run.requests).to.deep.equal([]);
  });
});

describe("A provider of an account", () => {
  const scene = Scene.here();
  const one = `new dc.VifPeerDetection("line", { detectionId: "${seed.documentedDetection.id}" }, { provider: hub });`;
  const elsewhere = () => ({
    ...seed.documentedDetection,
    project_id: hub.projectId,
  });

  it("takes neither credentials nor a place from elsewhere where it has credentials of its own", async () => {
    await scene.cloud.setDetections([elsewhere()]);
    const stack = await scene.stack(
      `const hub = new dc.Provider("hub", { accessKey: "${seed.accessKey}", endpoints: { dc: "${scene.url}" } });
${one}`,
      {
        environment: {
          HW_SECRET_KEY: seed.secretKey,
          HW_AUTH_TOKEN: seed.token,
          HW_REGION_NAME: seed.region,
        },
      },
    );
    const run = await scene.observe(() => stack.preview());
    expect(run.code).to.be.greaterThan(0);
    expect(run.output).to.include(
      "the provider hub gets its settings from its arguments",
    );
    expect(run.output).to.include(
      "huaweicloud:region (HW_REGION_NAME) is missing",
    );
    expect(run.output).to.include(
      "huaweicloud:accessKey is set, but not huaweicloud:secretKey",
    );
    expect(run.requests).to.deep.equal([]);
  });

  it("saves its credentials as secrets, however they were given", async () => {
    await scene.cloud.reset();
    const stack = await scene.stack(
      `const hub = new dc.Provider("hub", {
  region: "${seed.region}", projectId: "${seed.projectId}", endpoints: { dc: "${scene.url}" },
  accessKey: "${seed.temporaryAccessKey}", secretKey: "${seed.temporarySecretKey}", securityToken: "${seed.securityToken}",
});
${one}
exports.hub = dc.getVifPeerDetectionOutput({ detectionId: "${seed.documentedDetection.id}" }, { provider: hub }).status;`,
      { environment: { HW_AUTH_TOKEN: "stale" } },
    );
    const run = await scene.observe(() => stack.up());
    expect(run.code, run.output).to.equal(0);
    expect(
      run.requests.map(({ authentication }) => authentication),
    ).to.deep.equal(["aksk", "aksk"]);
    const state = await stack.exported();
    for (const secret of [
      seed.temporaryAccessKey,
      seed.temporarySecretKey,
      seed.securityToken,
    ]) {
      expect(state).to.not.include(secret);
      expect(run.output).to.not.include(secret);
    }
    expect(await stack.outputs()).to.deep.equal({ hub: "complete" });
  });

  describe("that depends on what is not there yet", () => {
    let stack: Stack;

    beforeEach(async () => {
      await scene.cloud.reset();
      stack = await scene.stack(
        `const thing = new Thing("thing", { value: "${scene.url}" });
const hub = new dc.Provider("hub", {
  region: "${seed.region}", projectId: "${seed.projectId}", endpoints: { dc: thing.created }, token: "${seed.token}",
});
${one}
exports.status = dc.getVifPeerDetectionOutput({ detectionId: "${seed.documentedDetection.id}" }, { provider: hub }).status;`,
      );
    });

    it("leaves its lines unknown in a preview, and looks them up in the update", async () => {
      const preview = await scene.observe(() => stack.preview());
      expect(preview.code, preview.output).to.equal(0);
      expect(preview.requests).to.deep.equal([]);
      const run = await scene.observe(() => stack.up());
      expect(run.code, run.output).to.equal(0);
      expect(await stack.outputs()).to.deep.equal({ status: "complete" });
      expect(JSON.stringify(await stack.resource("line"))).to.not.match(
        /"__lookup":"/,
      );
    });

    it("lets policies judge its lines in the update", async function () {
      // The language host that serves newer engines in these tests runs no policy packs.
      if (process.env["PULUMI_ENGINE"] === "newest") this.skip();
      const pack = [
        "--policy-pack",
        "node_modules/pulumi-huaweicloud-dc/policy-pack",
      ];
      const preview = await scene.observe(() => stack.preview(...pack));
      expect(preview.code, preview.output).to.equal(0);
      expect(preview.output).to.match(
        /can't run policy .*-complete.* during preview/,
      );
      expect(preview.requests).to.deep.equal([]);
      const judged = await stack.up(...pack);
      expect(judged.code).to.be.greaterThan(0);
      expect(judged.output).to.match(/the detection ended \d+ days ago/);
    });
  });

  it("takes new credentials without replacing anything", async () => {
    await scene.cloud.reset();
    const { projectId } = seed;
    const tokens = ["the-first-token", "the-second-token"];
    await scene.cloud.settings({
      tokens: tokens.map((token) => ({ token, projectId })),
    });
    const stack = await scene.stack(
      `const hub = new dc.Provider("hub", {
  region: "${seed.region}", projectId: "${projectId}", endpoints: { dc: "${scene.url}" }, token: process.env.HUB_TOKEN,
});
${one}`,
      { environment: { HUB_TOKEN: tokens[0] ?? "" } },
    );
    await stack.must("up", "--yes", "--skip-preview");
    stack.setEnvironment({ HUB_TOKEN: tokens[1] ?? "" });
    const steps = await stack.steps();
    expect(steps["hub"]?.op).to.equal("update");
    expect(steps).to.not.have.property("line");
    const run = await scene.observe(() => stack.up());
    expect(run.code, run.output).to.equal(0);
    expect(run.requests[0]?.headers["x-auth-token"]).to.equal(tokens[1]);
    expect(run.output).to.not.include(tokens[0]).and.not.include(tokens[1]);
  });

  for (const [what, provided] of [
    ["made otherwise", "{ provider: plain }"],
    ["made otherwise that a component hands on", "{ parent }"],
  ] as const) {
    it(`${what} is refused, before anybody is asked`, async () => {
      await scene.cloud.reset();
      const stack = await scene.stack(
        `const plain = new pulumi.ProviderResource("pulumi-nodejs", "plain", { "huaweicloud:region": "${seed.region}" });
class Group extends pulumi.ComponentResource {
  constructor(name, opts) { super("test:index:Group", name, {}, opts); }
}
const parent = new Group("group", { provider: plain });
new Thing("thing", { value: "of others" }, ${provided});
const [vifPeerId, detectionId] = ["${seed.documentedDetection.vif_peer_id}", "${seed.documentedDetection.id}"];
for (const use of [
  () => new dc.VifPeerDetection("line", { detectionId }, ${provided}),
  () => new dc.VifPeerDetectionRun("run", { vifPeerId }, ${provided}),
  () => dc.VifPeerDetection.get("got", detectionId, {}, ${provided}),
]) {
  try { use(); console.log("not refused"); } catch (error) { console.log("refused: " + error.message); }
}
dc.getVifPeerDetection({ detectionId }, ${provided}).then(
  () => console.log("not refused"), (error) => console.log("refused: " + error.message));`,
        { environment: { HW_REGION_NAME: seed.region } },
      );
      const run = await scene.observe(() => stack.up());
      expect(run.code, run.output).to.equal(0);
      expect(
        run.output.match(/refused: the option provider requires a Provider/g),
      ).to.have.length.at.least(4);
      expect(run.output).to.not.include("not refused");
      expect(run.requests).to.deep.equal([]);
    });
  }

  it("with a misspelt argument is refused, since another account would be used", async () => {
    const stack = await scene.stack(
      `new dc.Provider("hub", { region: "${seed.region}", assumeRol: {} });`,
    );
    const run = await stack.preview();
    expect(run.code).to.be.greaterThan(0);
    expect(run.output).to.include(
      "the Provider hub has no argument assumeRol: did you mean assumeRole?",
    );
  });

  it("that a component hands on leaves dynamic resources of other authors the stack's config", async () => {
    const other = `exports.handler = () => ({
      configure(request) { this.config = request.config; },
      async create() { return { id: "other", outs: { seen: this.config.require("other:setting"), ours: this.config.get("huaweicloud:token") ?? "none" } }; },
    });`;
    const stack = await scene.stack(
      `const hub = new dc.Provider("hub", { region: "${seed.region}", accessKey: "a", secretKey: "b" });
class Group extends pulumi.ComponentResource {
  constructor(name, opts) { super("test:index:Group", name, {}, opts); }
}
class Other extends pulumi.CustomResource {
  constructor(name, opts) {
    super("pulumi-nodejs:dynamic:Resource", name, { seen: undefined, ours: undefined, __provider: ${JSON.stringify(other)} }, opts);
  }
}
const resource = new Other("other", { parent: new Group("group", { provider: hub }) });
exports.seen = resource.seen;
exports.ours = resource.ours;`,
      {
        secrets: {
          "other:setting": "as-set",
          "huaweicloud:token": "of-the-stack",
        },
      },
    );
    const run = await stack.up();
    expect(run.code, run.output).to.equal(0);
    expect(await stack.outputs()).to.deep.equal({
      seen: "as-set",
      ours: "none",
    });
  });
});
