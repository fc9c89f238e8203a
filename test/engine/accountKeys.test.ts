import { expect } from "chai";
import * as seed from "../../emulator/seed.js";
import { idOf, vifPeerId } from "../support/programs.js";
import { type ObservedRun, Scene } from "../support/scene.js";

const { hub } = seed;

const hubOf = (url: string) => `
const hub = new dc.Provider("hub", {
  region: "${seed.region}",
  assumeRole: { agencyName: "${hub.agency}", domainId: "${hub.domainId}" },
  endpoints: { dc: "${url}", iam: "${url}", sts: "${url}" },
});
`;
const KEYS = {
  HW_AUTH_TOKEN: "",
  HW_ACCESS_KEY: seed.accessKey,
  HW_SECRET_KEY: seed.secretKey,
};

/** How often each operation was asked for, and by whom the detections were. */
function counted({ requests }: ObservedRun): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { operation, projectId } of requests) {
    const name =
      projectId === undefined ? operation : `${operation} in ${projectId}`;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

describe("A run in another account", () => {
  const scene = Scene.here();

  it("is started, waited for longer than the keys are good, refreshed and deleted there, by keys that are renewed", async () => {
    await scene.cloud.settings({
      agencyKeySeconds: 2,
      createdDetection: { completes_after_ms: 5_000, loss_ratio: 0 },
    });
    const stack = await scene.stack(
      `${hubOf(scene.url)}
class Group extends pulumi.ComponentResource {
  constructor(name, opts) { super("test:index:Group", name, {}, opts); }
}
const parent = new Group("group", { provider: hub });
const run = new dc.VifPeerDetectionRun("run", { vifPeerId: "${vifPeerId}", expect: { maxLossRatio: 1 } }, { parent });
exports.projectId = run.projectId;`,
      { environment: KEYS },
    );
    const up = await scene.observe(() => stack.up());
    expect(up.code, up.output).to.equal(0);
    expect(await stack.outputs()).to.deep.equal({ projectId: hub.projectId });
    const counts = counted(up);
    expect(counts[`createDetection in ${hub.projectId}`]).to.equal(1);
    expect(counts["assumeAgency"]).to.be.greaterThan(2);
    expect(counts).to.not.have.any.keys(
      `showDetection in ${seed.projectId}`,
      `createDetection in ${seed.projectId}`,
    );
    const state = await stack.exported();
    for (const { accessKey, securityToken } of (await scene.cloud.settings())
      .accessKeys) {
      if (accessKey.startsWith("HSTA")) expect(state).to.not.include(accessKey);
      if (securityToken && securityToken !== seed.securityToken) {
        expect(state + up.output).to.not.include(securityToken);
      }
    }
    const refresh = await scene.observe(() => stack.refresh());
    expect(refresh.code, refresh.output).to.equal(0);
    const destroy = await scene.observe(() => stack.destroy());
    expect(destroy.code, destroy.output).to.equal(0);
    expect(counted(destroy)).to.include({
      [`deleteDetection in ${hub.projectId}`]: 1,
    });
  });
});

describe("A preview of lines in two accounts", () => {
  const scene = Scene.here();
  const COUNT = 100;
  const ids = Array.from({ length: 2 * COUNT }, (_, i) => idOf(i));

  const program = (inHub: number) => `${hubOf(scene.url)}
for (const [i, detectionId] of ${JSON.stringify(ids)}.entries())
  new dc.VifPeerDetection("line" + i, { detectionId }, i < ${String(inHub)} ? { provider: hub } : {});`;

  const preview = async (inHub: number) => {
    await scene.cloud.setDetections(
      ids.map((id, i) => ({
        ...seed.documentedDetection,
        id,
        ...(i < inHub && { project_id: hub.projectId }),
      })),
    );
    const stack = await scene.stack(program(inHub), { environment: KEYS });
    const run = await scene.observe(() => stack.preview());
    expect(run.code, run.output).to.equal(0);
    return counted(run);
  };

  it("takes as many requests as one in a single account, and two to sign in to the other", async () => {
    expect(await preview(0)).to.deep.equal({
      [`showDetection in ${seed.projectId}`]: 2 * COUNT,
    });
    expect(await preview(COUNT)).to.deep.equal({
      assumeAgency: 1,
      listProjects: 1,
      [`showDetection in ${hub.projectId}`]: COUNT,
      [`showDetection in ${seed.projectId}`]: COUNT,
    });
  });
});
