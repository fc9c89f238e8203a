import { expect } from "chai";
import * as seed from "../../emulator/seed.js";
import { detectionId, UNKNOWN, vifPeerId } from "../support/programs.js";
import { asked, type ObservedRun, Scene } from "../support/scene.js";
import { type Stack, stepsOf } from "../support/stack.js";

const documented = {
  detectionId,
  vifPeerId,
  projectId: seed.projectId,
  domainId: seed.domainId,
  region: seed.region,
  startTime: "2025-07-05 15:11:14",
  endTime: "2025-07-05 15:15:14",
  status: "complete",
  lossRatio: 0,
};

describe("A lookup", () => {
  const scene = Scene.here();

  describe("of an existing detection", () => {
    let stack: Stack;
    let preview: ObservedRun;
    let update: ObservedRun;
    let again: ObservedRun;

    before(async () => {
      stack = await scene.stack(`
const line = new dc.VifPeerDetection("line", { detectionId: "${detectionId}" });
exports.line = Object.fromEntries(
  ${JSON.stringify(Object.keys(documented))}.map((key) => [key, line[key]]),
);
`);
      preview = await scene.observe(() => stack.preview());
      update = await scene.observe(() => stack.up());
      again = await scene.observe(() => stack.up());
    });

    it("is known in a preview", () => {
      expect(preview.code, preview.output).to.equal(0);
      for (const [key, value] of Object.entries(documented)) {
        expect(preview.output).to.match(
          new RegExp(`${key} *: ${JSON.stringify(value)}`),
        );
      }
      expect(preview.output).to.not.match(/unknown|output</);
    });

    it("provides every stack output", async () => {
      expect(update.code, update.output).to.equal(0);
      expect(await stack.outputs()).to.deep.equal({ line: documented });
    });

    it("changes nothing if the result is the same", () => {
      expect(again.output).to.match(/2 unchanged/);
      expect(again.output).to.not.match(/created|updated|replaced/);
    });

    it("sends one request in each operation", () => {
      expect(asked(preview)).to.deep.equal([detectionId]);
      expect(asked(update)).to.deep.equal([detectionId]);
      expect(asked(again)).to.deep.equal([detectionId]);
    });

    it("is saved under its documented type, with the detection's id", async () => {
      const saved = await stack.resource("line");
      expect(saved?.type).to.equal(
        "pulumi-nodejs:dynamic/huaweicloud-dc:VifPeerDetection",
      );
      expect(saved?.id).to.equal(detectionId);
    });
  });

  describe("with credentials", () => {
    let stack: Stack;
    before(async () => {
      stack = await scene.stack(
        `new dc.VifPeerDetection("line", { detectionId: "${detectionId}" });`,
        { environment: { HW_AUTH_TOKEN: "" } },
      );
    });

    const accepts = async (
      environment: Record<string, string>,
      method: string,
    ) => {
      stack.setEnvironment(environment);
      const run = await scene.observe(() => stack.preview());
      expect(run.code, run.output).to.equal(0);
      expect(
        run.requests.map(({ authentication, status }) => [
          authentication,
          status,
        ]),
      ).to.deep.equal([[method, 200]]);
    };

    it("is let in with an access key", () =>
      accepts(
        { HW_ACCESS_KEY: seed.accessKey, HW_SECRET_KEY: seed.secretKey },
        "aksk",
      ));

    it("is let in with a temporary access key", () =>
      accepts(
        {
          HW_ACCESS_KEY: seed.temporaryAccessKey,
          HW_SECRET_KEY: seed.temporarySecretKey,
          HW_SECURITY_TOKEN: seed.securityToken,
        },
        "aksk",
      ));

    it("is let in with a token, which takes precedence over keys", () =>
      accepts({ HW_AUTH_TOKEN: seed.token }, "token"));
  });

  describe("whose input is not known yet", () => {
    let stack: Stack;
    let preview: ObservedRun;
    let update: ObservedRun;

    before(async () => {
      stack = await scene.stack(`
const thing = new Thing("thing", { value: "${detectionId}" });
const line = new dc.VifPeerDetection("line", { detectionId: thing.created });
exports.status = line.status;
exports.lossRatio = line.lossRatio.apply((lossRatio) => \`\${lossRatio} %\`);
`);
      preview = await scene.observe(() => stack.preview("--json"));
      update = await scene.observe(() => stack.up());
    });

    it("is unknown in a preview, all of it", () => {
      expect(preview.code, preview.output).to.equal(0);
      const { line } = stepsOf(preview);
      const inputs = line?.newState?.inputs ?? {};
      expect(Object.keys(documented).map((key) => inputs[key])).to.deep.equal(
        Object.keys(documented).map(() => UNKNOWN),
      );
    });

    it("sends no request in that preview", () => {
      expect(asked(preview)).to.deep.equal([]);
    });

    it("is known in the update, after one request", async () => {
      expect(update.code, update.output).to.equal(0);
      expect(asked(update)).to.deep.equal([detectionId]);
      expect(await stack.outputs()).to.deep.equal({
        status: "complete",
        lossRatio: "0 %",
      });
    });
  });

  it("works with get, in a preview too, and never appears as a change", async () => {
    const stack = await scene.stack(`
const line = dc.VifPeerDetection.get("line", "${detectionId}", { region: "cn-north-4" });
exports.status = line.status;
exports.isOurs = dc.VifPeerDetection.isInstance(line);
exports.id = line.id;
`);
    const preview = await scene.observe(() => stack.preview());
    expect(preview.code, preview.output).to.equal(0);
    expect(preview.output).to.match(/status *: "complete"/);
    expect(asked(preview)).to.deep.equal([detectionId]);
    const update = await scene.observe(() => stack.up());
    expect(update.code, update.output).to.equal(0);
    expect(asked(update)).to.deep.equal([detectionId]);
    expect(await stack.outputs()).to.deep.equal({
      status: "complete",
      isOurs: true,
      id: detectionId,
    });
  });

  const body = `
const line = new dc.VifPeerDetection("line", { detectionId: "${detectionId}" });
export const status = line.status;
export const lossRatio = line.lossRatio;
`;
  const programs = {
    "a TypeScript program": [
      "index.ts",
      `import * as dc from "pulumi-huaweicloud-dc";
import type { Output } from "@pulumi/pulumi";
${body}
export const state: Output<"processing" | "complete" | "error"> = line.status;
export const ratio: Output<number | null> = line.lossRatio;
`,
    ],
    "an ES module": [
      "index.mjs",
      `import { VifPeerDetection } from "pulumi-huaweicloud-dc";
import * as dc from "pulumi-huaweicloud-dc";
${body}
export const state = VifPeerDetection.isInstance(line) ? line.status : "";
export const ratio = line.lossRatio;
`,
    ],
  } as const;
  for (const [what, [main, text]] of Object.entries(programs)) {
    it(`works in ${what}`, async () => {
      const stack = await scene.stack("", { program: { [main]: text } });
      const update = await stack.up();
      expect(update.code, update.output).to.equal(0);
      expect(await stack.outputs()).to.deep.equal({
        status: "complete",
        lossRatio: 0,
        state: "complete",
        ratio: 0,
      });
    });
  }
});
