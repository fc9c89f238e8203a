import { expect } from "chai";
import type { Fault } from "../../emulator/controlClient.js";
import * as seed from "../../emulator/seed.js";
import { detectionId, idOf, prelude, vifPeerId } from "../support/programs.js";
import { Scene } from "../support/scene.js";
import type { Run, Stack } from "../support/stack.js";

const wrongToken = "a-token-that-nobody-issued";
const wrongSecretKey = "aSecretKeyThatIsNotTheRightOne0000000000";

/** What holds of every failed run, whatever went wrong. */
function expectReadable({ code, output }: Run): void {
  expect(code).to.be.greaterThan(0);
  expect(output).to.not.match(/^\s+at .*[(:]/m, "a stack trace");
  const [, diagnostics = ""] = output.split("\nDiagnostics:\n");
  expect(diagnostics.match(/error: .*has a problem/g), output).to.have.length(
    1,
  );
  for (const secret of [
    seed.token,
    seed.secretKey,
    seed.securityToken,
    wrongToken,
    wrongSecretKey,
  ]) {
    expect(output).to.not.include(secret);
  }
}

describe("A lookup that fails", () => {
  const scene = Scene.here();
  let stack: Stack;
  const line = (args: object) =>
    `${prelude}
const line = new dc.VifPeerDetection("line", ${JSON.stringify(args)});
new Thing("dependent", { value: line.status });
`;
  const program = line({ detectionId });
  const environment = {
    HW_AUTH_TOKEN: seed.token,
    HW_ACCESS_KEY: "",
    HW_SECRET_KEY: "",
  };

  before(async () => {
    stack = await scene.stack("", { program, environment });
    await stack.must("up", "--yes", "--skip-preview");
  });

  beforeEach(async () => {
    await scene.cloud.reset();
    stack.setEnvironment(environment);
    await stack.write({ "index.js": program });
  });

  /** Runs a preview with something wrong, and expects an error that says each of these. */
  const says = async (
    wrong: {
      args?: object;
      environment?: Record<string, string>;
      fault?: Fault;
    },
    ...sentences: RegExp[]
  ) => {
    if (wrong.args) await stack.write({ "index.js": line(wrong.args) });
    if (wrong.environment) stack.setEnvironment(wrong.environment);
    if (wrong.fault) await scene.cloud.fault(wrong.fault);
    const run = await stack.preview();
    expectReadable(run);
    for (const sentence of sentences) expect(run.output).to.match(sentence);
  };

  it("for a wrong token says where the token comes from and how to set another one", () =>
    says(
      { environment: { HW_AUTH_TOKEN: wrongToken } },
      /answered 401 \(APIGW\.0301/,
      /The token \(from HW_AUTH_TOKEN\) is wrong/,
      /pulumi config set --secret huaweicloud:token/,
    ));

  it("for a wrong secret key says which keys to check", () =>
    says(
      {
        environment: {
          HW_AUTH_TOKEN: "",
          HW_ACCESS_KEY: seed.accessKey,
          HW_SECRET_KEY: wrongSecretKey,
        },
      },
      /answered 401 \(APIGW\.0301/,
      /Check the access key and its secret key .*HW_ACCESS_KEY and HW_SECRET_KEY/,
    ));

  it("for an unknown id names the project and region", () =>
    says(
      { args: { detectionId: idOf(1) } },
      /answered 404 \(DC\.0002/,
      new RegExp(
        `no such detection in project ${seed.projectId}, region ${seed.region}`,
      ),
    ));

  it("for a malformed id names the input and shows a good one", () =>
    says(
      { args: { detectionId: "3284c6e2" } },
      /detectionId: "3284c6e2" should be an id of 36 characters, such as 3284c6e2-a803/,
    ));

  it("for a peer's id instead of a detection's says so", () =>
    says(
      {
        args: { detectionId: vifPeerId },
        fault: {
          kind: "body",
          body: {
            request_id: "one",
            vif_peer_detection: seed.documentedDetection,
          },
        },
      },
      new RegExp(
        `${vifPeerId} is the id of a virtual interface peer, not of a detection: pass it as vifPeerId`,
      ),
    ));

  it("for HTML instead of JSON quotes the page and says what may have sent it", () =>
    says(
      { fault: { kind: "html", times: 9 } },
      /not with JSON: .*Sign in to the network/,
      /no proxy or sign-in page answers in its place/,
    ));

  it("for another schema names the field", () =>
    says(
      {
        fault: {
          kind: "body",
          body: {
            request_id: "one",
            vif_peer_detection: {
              ...seed.documentedDetection,
              status: "finished",
              loss_ratio: "0%",
            },
          },
        },
      },
      /vif_peer_detection\.status/,
      /vif_peer_detection\.loss_ratio/,
    ));

  describe("because of the settings", () => {
    let misconfigured: Stack;

    before(async () => {
      misconfigured = await scene.bareStack({
        program,
        config: { "huaweicloud:endpoints.metadata": "http://127.0.0.1:1" },
      });
    });

    it("names all missing settings at once, by config key and variable", async () => {
      const run = await misconfigured.preview();
      expectReadable(run);
      for (const sentence of [
        /2 settings are missing or malformed/,
        /huaweicloud:region \(HW_REGION_NAME\) is missing: pulumi config set huaweicloud:region cn-north-4/,
        /no credentials were found/,
        /a token: huaweicloud:token \(HW_AUTH_TOKEN\): not set/,
        /an access key: huaweicloud:accessKey \(HW_ACCESS_KEY\), huaweicloud:secretKey \(HW_SECRET_KEY\): not set/,
        /a user's password: huaweicloud:userName \(HW_USER_NAME\)/,
        /~\/\.hcloud\/config\.json does not exist/,
        /~\/\.huaweicloud\/credentials does not exist/,
        /the agency of this machine .*: failed: the connection was refused/,
      ]) {
        expect(run.output).to.match(sentence);
      }
    });

    it("says that an endpoint is down", async () => {
      await misconfigured.configure({
        ...scene.config,
        "huaweicloud:endpoints.dc": "http://127.0.0.1:1",
      });
      misconfigured.setEnvironment(environment);
      const run = await misconfigured.preview();
      expectReadable(run);
      expect(run.output).to.match(
        /the connection was refused, after 4 attempts/,
      );
      expect(run.output).to.match(
        /Check that this machine can reach 127\.0\.0\.1:1/,
      );
    });
  });

  it("keeps the state of the last successful update for the next one", async () => {
    stack.setEnvironment({ HW_AUTH_TOKEN: wrongToken });
    expectReadable(await stack.up());
    stack.setEnvironment({ HW_AUTH_TOKEN: seed.token });
    const good = await stack.up();
    expect(good.output).to.match(/3 unchanged/);
  });
});

describe("A read that fails, by get", () => {
  const scene = Scene.here();

  it("is readable too, without a stack trace", async () => {
    const stack = await scene.stack(
      `dc.VifPeerDetection.get("line", "${idOf(1)}");`,
      { environment: { HW_AUTH_TOKEN: wrongToken } },
    );
    const run = await stack.preview();
    expect(run.code).to.be.greaterThan(0);
    expect(run.output).to.match(/The token \(from HW_AUTH_TOKEN\) is wrong/);
    expect(run.output).to.not.match(/^\s+at .*[(:]/m);
    expect(run.output).to.not.include(wrongToken);
  });
});
