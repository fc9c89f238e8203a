import { tmpdir } from "node:os";
import { resolve } from "node:path";
import { expect } from "chai";
import * as seed from "../../emulator/seed.js";
import { detectionId } from "../support/programs.js";
import { Scene } from "../support/scene.js";
import type { Run, SavedResource, Stack } from "../support/stack.js";

const root = resolve(__dirname, "../..");

const STALE_TOKEN = "a-stale-token-of-the-environment";

describe("The saved state", () => {
  const scene = Scene.here();
  let stack: Stack;
  let update: Run;
  let state: string;
  let saved: SavedResource | undefined;

  before(async () => {
    stack = await scene.stack(
      `
new dc.VifPeerDetection("line", {
  detectionId: "${detectionId}",
  waitForCompletion: { timeout: "1m" },
  expect: { maxLossRatio: 1, maxAge: "1000000h" },
});
new dc.VifPeerDetection("other", { detectionId: "${detectionId}" });
`,
      {
        secrets: {
          "huaweicloud:accessKey": seed.temporaryAccessKey,
          "huaweicloud:secretKey": seed.temporarySecretKey,
          "huaweicloud:securityToken": seed.securityToken,
        },
        environment: { HW_AUTH_TOKEN: STALE_TOKEN },
      },
    );
    update = await stack.up();
    state = await stack.exported();
    saved = await stack.resource("line");
  });

  it("contains no credential, whether set as a secret or by a variable", () => {
    expect(update.code, update.output).to.equal(0);
    for (const secret of [
      seed.temporaryAccessKey,
      seed.temporarySecretKey,
      seed.securityToken,
      STALE_TOKEN,
    ]) {
      expect(state).to.not.include(secret);
      expect(update.output).to.not.include(secret);
    }
    expect(update.output).to.not.match(/warning/);
    expect(update.output).to.include(
      "HW_AUTH_TOKEN is set but not used: huaweicloud:accessKey and huaweicloud:secretKey take precedence",
    );
  });

  it("contains no path of this machine", () => {
    // Pulumi itself notes in which line of the program a resource was made, relative to the project.
    const text = state.replace(/"sourcePosition": ".*"/g, "");
    for (const path of [root, stack.folder, tmpdir(), process.execPath]) {
      expect(text).to.not.include(path);
    }
    expect(text).to.not.match(/file:\/\/|node_modules/);
  });

  it("has a provider of under 3 kB, the same for every resource", async () => {
    const provider = saved?.inputs?.["__provider"];
    expect(provider).to.be.a("string");
    expect(String(provider).length).to.be.lessThan(3000);
    const other = await stack.resource("other");
    expect(other?.inputs?.["__provider"]).to.equal(provider);
  });

  it("contains the result, but not the inputs of the lookup", () => {
    const expected = [
      "__id",
      "__provider",
      "detectionId",
      "domainId",
      "endTime",
      "lossRatio",
      "projectId",
      "region",
      "startTime",
      "status",
      "vifPeerId",
    ];
    expect(Object.keys(saved?.inputs ?? {}).sort()).to.deep.equal(expected);
    expect(Object.keys(saved?.outputs ?? {}).sort()).to.deep.equal(expected);
  });

  it("would contain a credential set in plain text: the user gets one warning, with the command that fixes it", async () => {
    await stack.configure({ "huaweicloud:token": seed.token });
    const warned = await stack.preview();
    expect(warned.code, warned.output).to.equal(0);
    const [, diagnostics = ""] = warned.output.split("\nDiagnostics:\n");
    expect(diagnostics.match(/warning: .*/g)).to.deep.equal([
      "warning: huaweicloud:token is in plain text in the config and the state. Fix it with: pulumi config set --secret huaweicloud:token",
    ]);
    expect(warned.output).to.not.include(seed.token);
  });

  it("causes no warning once that is fixed", async () => {
    await stack.must(
      ...["config", "set", "--secret", "huaweicloud:token", seed.token],
    );
    const mended = await stack.preview();
    expect(mended.code, mended.output).to.equal(0);
    expect(mended.output).to.not.match(/warning/);
  });

  it("would contain a secret under a misspelt key too: the warning suggests the right key", async () => {
    await stack.configure({
      "huaweicloud:secretkey": "in-clear",
      "huaweicloud:maxRetry": "1",
      "huaweicloud:enterpriseProjectId": "0",
    });
    const warned = await stack.preview();
    expect(warned.code, warned.output).to.equal(0);
    const [, diagnostics = ""] = warned.output.split("\nDiagnostics:\n");
    expect(diagnostics.match(/warning: .*/g)?.sort()).to.deep.equal([
      "warning: huaweicloud:maxRetry is not a setting of pulumi-huaweicloud-dc and is ignored: did you mean huaweicloud:maxRetries?",
      "warning: huaweicloud:secretkey is not a setting of pulumi-huaweicloud-dc and is ignored: did you mean huaweicloud:secretKey? It is in plain text in the config and the state. Fix it with: pulumi config rm huaweicloud:secretkey",
    ]);
    expect(warned.output).to.not.include("in-clear");
  });
});
