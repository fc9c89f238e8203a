import { expect } from "chai";
import * as seed from "../../emulator/seed.js";
import { detectionId, vifPeerId } from "../support/programs.js";
import { Scene } from "../support/scene.js";
import type { Stack } from "../support/stack.js";

/** A port that nobody listens on. */
const DEAD = "http://127.0.0.1:9";

describe("In an outage of the service, HUAWEICLOUD_DC_GATE=last", () => {
  const scene = Scene.here();
  let stack: Stack;
  const program = `
const line = new dc.VifPeerDetection("line", settings.requireObject("args"));
new Thing("dependent", { value: settings.require("value") }, { dependsOn: line });
exports.lossRatio = line.lossRatio;
`;
  const args = (expectations: object, query: object = { vifPeerId }) =>
    stack.configure({
      args: JSON.stringify({ ...query, expect: expectations }),
    });
  const gate = (HUAWEICLOUD_DC_GATE: string) => {
    stack.setEnvironment({ HUAWEICLOUD_DC_GATE });
  };

  before(async () => {
    stack = await scene.stack(program, { config: { value: "1" } });
    await args({ maxLossRatio: 1 });
    await scene.cloud.patchDetection(detectionId, { loss_ratio: 1 });
    await stack.must("up", "--yes", "--skip-preview");
    await stack.configure({
      value: "2",
      "huaweicloud:endpoints.dc": DEAD,
    });
  });

  it("is needed: without it everything stops", async () => {
    gate("");
    expect((await stack.preview()).output).to.match(/connection was refused/);
  });

  it("passes a good saved result, and says how old it is, why it is used and what the service answered", async () => {
    gate("last");
    const up = await stack.run("up", "--yes");
    expect(up.code, up.output).to.equal(0);
    expect(up.output).to.match(
      /warning: using the last saved result because HUAWEICLOUD_DC_GATE=last: detection .* of peer .*, status "complete", loss ratio 1 %, ended 2025-07-05 15:15:14, \d+ days ago\. could not list the detections: .*connection was refused/,
    );
    expect((await stack.resource("dependent"))?.outputs).to.include({
      created: "2",
    });
    expect((await stack.run("up", "--yes", "--refresh")).code).to.equal(0);
  });

  it("stops a bad saved result, and one that is too old", async () => {
    await args({ maxLossRatio: 0, maxAge: "1h" });
    const preview = await stack.preview();
    expect(preview.code).to.not.equal(0);
    expect(preview.output).to.match(/expect\.maxLossRatio: .* 1 %/);
    expect(preview.output).to.match(/expect\.maxAge: the detection ended/);
  });

  it("stops if no result is saved for the inputs", async () => {
    await args({}, { vifPeerId: "2258951c-a6f1-40a0-af88-632817fd24ac" });
    const other = await stack.preview();
    expect(other.code).to.not.equal(0);
    expect(other.output).to.match(
      /connection was refused.*no result is saved for these inputs/s,
    );
    await args({ maxLossRatio: 1 });
    await stack.configure({ "huaweicloud:region": "cn-north-9" });
    expect((await stack.preview()).output).to.match(/no result is saved/);
    await stack.configure({ "huaweicloud:region": "cn-north-4" });
  });

  it("does not take several in a row for good that nobody listed", async () => {
    await args({ consecutive: 2 });
    expect((await stack.preview()).output).to.match(
      /expect\.consecutive: the service did not list the detections/,
    );
  });

  it("takes no refusal, no unknown detection and no malformed setting for an outage", async () => {
    await args({ maxLossRatio: 1 });
    await stack.configure({ "huaweicloud:endpoints.dc": scene.url });
    for (const status of [401, 403, 404]) {
      await scene.cloud.clearFaults();
      await scene.cloud.fault({ kind: "status", status, times: 9 });
      const refused = await stack.preview();
      expect(refused.code, refused.output).to.not.equal(0);
    }
    await scene.cloud.clearFaults();
    await stack.configure({ "huaweicloud:timeout": "soon" });
    expect((await stack.preview()).code).to.not.equal(0);
    await stack.configure({ "huaweicloud:timeout": "90s" });
    await scene.cloud.fault({ kind: "status", status: 503, times: 9 });
    expect((await stack.preview()).code).to.equal(0);
  });

  it("takes no detection that does not end for an outage, nor for a result in one", async () => {
    await scene.cloud.clearFaults();
    gate("last");
    const waiting = await scene.stack(
      `
const line = new dc.VifPeerDetection("line", { detectionId: "${detectionId}", waitForCompletion: { timeout: "1s", interval: "1s" } });
new Thing("dependent", { value: 1 }, { dependsOn: line });`,
      { environment: { HUAWEICLOUD_DC_GATE: "last" } },
    );
    await scene.cloud.patchDetection(detectionId, { status: "processing" });
    const overdue = await waiting.up();
    expect(overdue.code, overdue.output).to.not.equal(0);
    expect(overdue.output).to.match(/is still processing after waiting/);
    expect(overdue.output).to.not.match(/GATE=warn/);
    waiting.setEnvironment({ HUAWEICLOUD_DC_GATE: "warn" });
    expect((await waiting.up()).code).to.equal(0);
    await waiting.configure({ "huaweicloud:endpoints.dc": DEAD });
    expect((await waiting.up()).code).to.equal(0);
    waiting.setEnvironment({ HUAWEICLOUD_DC_GATE: "last" });
    const down = await waiting.up();
    expect(down.code, down.output).to.not.equal(0);
    expect(down.output).to.match(/no result is saved for these inputs/);
    await scene.cloud.patchDetection(detectionId, { status: "complete" });
  });

  it("takes nothing that was saved of another project, whichever service is down", async () => {
    await scene.cloud.clearFaults();
    await scene.cloud.settings({
      projects: [
        { id: seed.projectId, name: "one" },
        { id: seed.otherProject.id, name: "other" },
      ],
    });
    const named = await scene.stack(
      `new dc.VifPeerDetection("line", { detectionId: "${detectionId}" });`,
      {
        config: {
          "huaweicloud:endpoints.iam": scene.url,
          "huaweicloud:projectName": "one",
        },
        environment: {
          HW_AUTH_TOKEN: "",
          HW_USER_NAME: seed.userName,
          HW_USER_PASSWORD: seed.password,
          HW_DOMAIN_NAME: seed.domainName,
          HUAWEICLOUD_DC_GATE: "last",
        },
      },
    );
    await named.must("config", "rm", "huaweicloud:projectId");
    const up = await named.up();
    expect(up.code, up.output).to.equal(0);
    const refused = async () => {
      const preview = await named.preview();
      expect(preview.code, preview.output).to.not.equal(0);
      expect(preview.output).to.match(/no result is saved for these inputs/);
    };
    await named.configure({ "huaweicloud:endpoints.dc": DEAD });
    expect((await named.preview()).code).to.equal(0);
    await named.configure({ "huaweicloud:projectName": "other" });
    await refused();
    await named.configure({ "huaweicloud:endpoints.iam": DEAD });
    await refused();
    await named.configure({ "huaweicloud:projectName": "one" });
    expect((await named.preview()).code).to.equal(0);
    for (const other of [
      { HW_USER_NAME: "another user" },
      { HW_DOMAIN_NAME: "another account" },
      { HW_AUTH_TOKEN: seed.otherProjectToken },
      {
        HW_ASSUME_ROLE_AGENCY_NAME: seed.hub.agency,
        HW_ASSUME_ROLE_DOMAIN_NAME: seed.hub.domainName,
      },
    ]) {
      const { environment } = named;
      named.setEnvironment(other);
      await refused();
      named.environment = environment;
    }
  });

  it("takes nothing that was saved with other credentials, because those of the config were refused", async () => {
    const fallback = await scene.stack(
      `new dc.VifPeerDetection("line", { detectionId: "${detectionId}" });`,
      {
        config: {
          "huaweicloud:endpoints.iam": scene.url,
          "huaweicloud:projectName": "one",
        },
        secrets: { "huaweicloud:token": "anExpiredToken" },
        environment: { HUAWEICLOUD_DC_GATE: "last" },
      },
    );
    await fallback.must("config", "rm", "huaweicloud:projectId");
    const up = await fallback.up();
    expect(up.code, up.output).to.equal(0);
    expect(up.output).to.match(/was refused; using HW_AUTH_TOKEN/);
    await fallback.configure({
      "huaweicloud:endpoints.dc": DEAD,
      "huaweicloud:endpoints.iam": DEAD,
    });
    const preview = await fallback.preview();
    expect(preview.code, preview.output).to.not.equal(0);
    expect(preview.output).to.match(/no result is saved for these inputs/);
  });

  it("is part of warn, which passes whatever is saved", async () => {
    gate("warn");
    await args({ maxLossRatio: 0 });
    await scene.cloud.fault({ kind: "status", status: 503, times: 99 });
    const preview = await stack.preview();
    expect(preview.code, preview.output).to.equal(0);
    expect(preview.output).to.match(
      /using the last saved result because HUAWEICLOUD_DC_GATE=warn.*loss ratio is 1 %.*passed because HUAWEICLOUD_DC_GATE=warn/s,
    );
  });
});
