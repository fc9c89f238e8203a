import { expect } from "chai";
import * as seed from "../../emulator/seed.js";
import { idOf, detectionId } from "../support/programs.js";
import { type ObservedRun, Scene } from "../support/scene.js";

/** What was asked of IAM and the metadata service, in the order of their first requests. */
function signIns({ requests }: ObservedRun): string[] {
  return requests
    .map(({ operation }) => operation)
    .filter((operation) => operation !== "showDetection");
}

describe("Signing in", () => {
  const scene = Scene.here();
  const ids = Array.from({ length: 20 }, (_, index) => idOf(index));
  const lines = `
${JSON.stringify(ids)}.forEach((detectionId, index) => new dc.VifPeerDetection("line" + index, { detectionId }));
`;
  const services = () => ({
    "huaweicloud:endpoints.iam": scene.url,
    "huaweicloud:endpoints.metadata": scene.url,
  });
  const nobody = { HW_AUTH_TOKEN: "" };

  beforeEach(async () => {
    await scene.cloud.reset();
    await scene.cloud.setDetections(
      ids.map((id) => ({ ...seed.documentedDetection, id })),
    );
  });

  it("by password takes one token for twenty resources", async () => {
    const stack = await scene.stack(lines, {
      config: {
        ...services(),
        "huaweicloud:projectId": "",
        "huaweicloud:userName": seed.userName,
        "huaweicloud:domainName": seed.domainName,
      },
      secrets: { "huaweicloud:password": seed.password },
      environment: nobody,
    });
    const run = await scene.observe(() => stack.preview());
    expect(run.code, run.output).to.equal(0);
    expect(signIns(run)).to.deep.equal(["createToken"]);
    expect(run.requests).to.have.length(21);
  });

  it("by a profile looks the project up once", async () => {
    const stack = await scene.stack(lines, {
      config: { ...services(), "huaweicloud:projectId": "" },
      environment: nobody,
    });
    // A test's stack has its folder as its home.
    await stack.write({
      ".hcloud/config.json": JSON.stringify({
        current: "line",
        profiles: [
          {
            name: "line",
            mode: "AKSK",
            accessKeyId: seed.accessKey,
            secretAccessKey: seed.secretKey,
          },
        ],
      }),
    });
    const run = await scene.observe(() => stack.preview());
    expect(run.code, run.output).to.equal(0);
    expect(signIns(run)).to.deep.equal(["listProjects"]);
  });

  it("by the machine's agency asks for its keys once", async () => {
    await scene.cloud.settings({ metadataService: true });
    const stack = await scene.stack(lines, {
      config: services(),
      environment: nobody,
    });
    const run = await scene.observe(() => stack.preview());
    expect(run.code, run.output).to.equal(0);
    expect(signIns(run)).to.deep.equal(["metadataToken", "securityKey"]);
  });

  it("continues with the environment's token in a refresh if the saved one has expired", async () => {
    await scene.cloud.reset();
    const stack = await scene.stack(
      `new dc.VifPeerDetection("line", { detectionId: "${detectionId}" });`,
      { secrets: { "huaweicloud:token": seed.token }, environment: nobody },
    );
    await stack.must("up", "--yes", "--skip-preview");
    const { projectId } = seed;
    await scene.cloud.settings({ tokens: [{ token: "a-new-one", projectId }] });
    const refused = await stack.refresh();
    expect(refused.code).to.be.greaterThan(0);
    expect(refused.output).to.match(/The token \(from huaweicloud:token\)/);

    stack.setEnvironment({ HW_AUTH_TOKEN: "a-new-one" });
    const refresh = await stack.refresh();
    expect(refresh.code, refresh.output).to.equal(0);
    expect(refresh.output).to.include(
      "huaweicloud:token was refused; using HW_AUTH_TOKEN from the environment instead",
    );
  });
});
