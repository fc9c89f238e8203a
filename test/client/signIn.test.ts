import { expect } from "chai";
import * as seed from "../../emulator/seed.js";
import { detectionId, idOf } from "../support/programs.js";
import { failureOf } from "../support/lookups.js";
import {
  KEYS,
  PASSWORD,
  profile,
  project,
  SDK,
  signingIn,
} from "../support/signingIn.js";

const DEAD = "http://127.0.0.1:1";

describe("Signing in", () => {
  const { cloud, open, file, says, asks } = signingIn();
  /** Environments in which no setting has the address of IAM. */
  const onlyDc = () => ({ endpoints: JSON.stringify({ dc: cloud.url }) });

  describe("needs no extra request if the project is known", () => {
    it("with a token", async () => {
      expect(await asks({ HW_AUTH_TOKEN: seed.token }, project)).to.deep.equal([
        "showDetection",
      ]);
    });

    it("with an access key", async () => {
      expect(await asks(KEYS, project)).to.deep.equal(["showDetection"]);
    });

    it("with a temporary access key", async () => {
      const keys = {
        HW_ACCESS_KEY: seed.temporaryAccessKey,
        HW_SECRET_KEY: seed.temporarySecretKey,
        HW_SECURITY_TOKEN: seed.securityToken,
      };
      expect(await asks(keys, project)).to.deep.equal(["showDetection"]);
    });

    it("with a profile of KooCLI", async () => {
      await file(".hcloud/config.json", {
        current: "default",
        profiles: [profile()],
      });
      expect(await asks({}, project)).to.deep.equal(["showDetection"]);
    });

    it("with the SDKs' credentials file, which may set the project", async () => {
      await file(
        ".huaweicloud/credentials",
        `[basic]\nak = ${seed.accessKey}\nsk = ${seed.secretKey}\nproject_id = ${seed.projectId}\n`,
      );
      expect(await asks({})).to.deep.equal(["showDetection"]);
    });

    it("with another SDK credentials file that a variable names, and IAM at the file's address", async () => {
      await file(".huaweicloud/credentials", "[basic]\nak = a\nsk = b\n");
      const named = await file(
        "another",
        `[basic]\nak = ${seed.accessKey}\nsk = ${seed.secretKey}\niam_endpoint = ${cloud.url}\n`,
      );
      expect(
        await asks({ HUAWEICLOUD_SDK_CREDENTIALS_FILE: named }, onlyDc()),
      ).to.deep.equal(["listProjects", "showDetection"]);
      await file("another", "[basic]\nak = a\n");
      expect(await says({ HUAWEICLOUD_SDK_CREDENTIALS_FILE: named })).to.match(
        /HUAWEICLOUD_SDK_CREDENTIALS_FILE: .*another has no ak and sk under \[basic\]/,
      );
    });

    it("with the SDKs' variables, which may set the address of IAM", async () => {
      expect(
        await asks(
          { ...SDK, HUAWEICLOUD_SDK_IAM_ENDPOINT: cloud.url },
          onlyDc(),
        ),
      ).to.deep.equal(["listProjects", "showDetection"]);
    });

    it("with the SDKs' variables, which may set the project", async () => {
      expect(
        await asks({ ...SDK, HUAWEICLOUD_SDK_PROJECT_ID: seed.projectId }),
      ).to.deep.equal(["showDetection"]);
    });
  });

  describe("with a password", () => {
    it("requests one token for twenty detections", async () => {
      const ids = Array.from({ length: 20 }, (_, index) => idOf(index));
      await cloud.control.setDetections(
        ids.map((id) => ({ ...seed.documentedDetection, id })),
      );
      const { lookups } = open(PASSWORD, project);
      await Promise.all(ids.map((id) => lookups.find({ detectionId: id })));
      const [first, ...others] = await cloud.operations();
      expect(first).to.equal("createToken");
      expect(others).to.deep.equal(ids.map(() => "showDetection"));
    });

    it("learns the project from the token", async () => {
      expect(await asks(PASSWORD)).to.deep.equal([
        "createToken",
        "showDetection",
      ]);
    });

    it("accepts a user's id, a domain's id, and the address of IAM with its version", async () => {
      const environment = {
        HW_USER_ID: seed.userId,
        HW_USER_PASSWORD: seed.password,
        HW_AUTH_URL: `${cloud.url}/v3`,
      };
      const endpoints = JSON.stringify({ dc: cloud.url, iam: DEAD });
      expect(await asks(environment, { endpoints })).to.have.length(2);
      const named = {
        HW_USER_NAME: seed.userName,
        HW_USER_PASSWORD: seed.password,
        HW_DOMAIN_ID: seed.domainId,
      };
      expect(await asks(named)).to.have.length(4);
    });

    it("requests another token once the first is refused, and continues", async () => {
      const { lookups } = open(PASSWORD, project);
      await lookups.find({ detectionId });
      await cloud.control.settings({ tokens: [] });
      await lookups.find({ detectionId }, "later");
      expect(await cloud.operations()).to.deep.equal([
        "createToken",
        "showDetection",
        "showDetection",
        "createToken",
        "showDetection",
      ]);
    });

    it("requests another token before the first expires", async () => {
      await cloud.control.settings({ tokenLifetimeSeconds: 3 });
      const { lookups } = open(PASSWORD, project);
      await lookups.find({ detectionId });
      await new Promise((resolve) => setTimeout(resolve, 3000));
      await lookups.find({ detectionId }, "later");
      expect(await cloud.operations()).to.deep.equal([
        "createToken",
        "showDetection",
        "createToken",
        "showDetection",
      ]);
    });

    it("that is wrong is sent once, and the error names its settings", async () => {
      const { lookups } = open({
        ...PASSWORD,
        HW_USER_PASSWORD: "a-wrong-one",
      });
      for (const id of [detectionId, idOf(1)]) {
        const message = await failureOf(() =>
          lookups.find({ detectionId: id }),
        );
        expect(message).to.match(
          /could not sign in user emulated-user to the project cn-north-4: POST .* answered 401 \(401: The username or password is wrong\.\)/,
        );
        expect(message).to.include("HW_USER_NAME and HW_USER_PASSWORD");
        expect(message).to.not.include("a-wrong-one");
      }
      expect(await cloud.operations()).to.deep.equal(["createToken"]);
    });
  });

  describe("with the agency of this machine", () => {
    beforeEach(() => cloud.control.settings({ metadataService: true }));

    it("asks its metadata service for a token and a key", async () => {
      expect(await asks({}, project)).to.deep.equal([
        "metadataToken",
        "securityKey",
        "showDetection",
      ]);
    });

    it("works without a token if the service has none", async () => {
      await cloud.control.fault({
        kind: "status",
        operation: "metadataToken",
        status: 405,
      });
      expect(await asks({}, project)).to.deep.equal([
        "metadataToken",
        "securityKey",
        "showDetection",
      ]);
    });

    it("comes last", async () => {
      expect(await asks(SDK, project)).to.deep.equal(["showDetection"]);
    });

    it("says that the machine has no agency", async () => {
      await cloud.control.settings({ accessKeys: [] });
      expect(await says({}, project)).to.match(
        /the agency of this machine .*: answered 401, without a key: this machine .* has no agency/,
      );
    });
  });
});
