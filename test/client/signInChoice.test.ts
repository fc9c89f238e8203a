import { expect } from "chai";
import * as seed from "../../emulator/seed.js";
import { detectionId } from "../support/programs.js";
import type { Values } from "../support/lookups.js";
import {
  KEYS,
  PASSWORD,
  profile,
  project,
  SDK,
  signingIn,
} from "../support/signingIn.js";

describe("Among several ways to sign in and several projects, a lookup", () => {
  const { cloud, open, look, file, says, asks } = signingIn();

  describe("uses the first complete way:", () => {
    it("a token before keys, keys before a password, a password before files", async () => {
      await file(".hcloud/config.json", {
        profiles: [profile({ secretAccessKey: "not-the-right-one" })],
      });
      const all = { HW_AUTH_TOKEN: seed.token, ...KEYS, ...PASSWORD };
      const methods = async (environment: Values) => {
        await cloud.control.clearRequests();
        await look(environment, project);
        const requests = await cloud.control.requests();
        return requests.map((one) => `${one.operation} ${one.authentication}`);
      };
      expect(await methods(all)).to.deep.equal(["showDetection token"]);
      expect(await methods({ ...KEYS, ...PASSWORD })).to.deep.equal([
        "showDetection aksk",
      ]);
      expect(await methods(PASSWORD)).to.deep.equal([
        "createToken none",
        "showDetection token",
      ]);
    });

    it("skipping incomplete ones", async () => {
      expect(
        await asks({ HW_ACCESS_KEY: "alone", ...SDK }, project),
      ).to.have.length(1);
    });

    it("with each setting except credentials from the config rather than the environment", async () => {
      const environment = { ...KEYS, HW_PROJECT_ID: "another" };
      expect(await asks(environment, project)).to.have.length(1);
    });
  });

  describe("with a profile of KooCLI", () => {
    it("uses its region and project unless a setting overrides them", async () => {
      const path = await file("my.json", {
        current: "other",
        profiles: [
          profile({ name: "other", mode: "SSO" }),
          profile({
            name: "line",
            region: seed.region,
            projectId: seed.projectId,
          }),
        ],
      });
      const environment = {
        HW_SHARED_CONFIG_FILE: path,
        HW_PROFILE: "line",
      };
      expect(await asks(environment, { region: "" })).to.have.length(1);
      const elsewhere = await says(environment, { projectId: "another" });
      expect(elsewhere).to.include("project another");
    });

    for (const [why, config, sentence] of [
      [
        "of another mode",
        { profiles: [profile({ mode: "token" })] },
        /mode token, but only AKSK, AssumeRole, SSO and ecsAgency are supported: run hcloud configure set/,
      ],
      [
        "that is encrypted",
        { authEncrypt: "true", profiles: [profile()] },
        /is encrypted.*--cli-auth-encrypt=false/,
      ],
      [
        "that does not exist",
        { profiles: [profile({ name: "another" })] },
        /has no profile default \(it has: another\)/,
      ],
      [
        "without a key",
        { profiles: [profile({ accessKeyId: "" })] },
        /has no access key/,
      ],
    ] as const) {
      it(`${why} is an error that says what to do, if a setting names it`, async () => {
        await file(".hcloud/config.json", config);
        expect(await says({ HW_PROFILE: "default", ...SDK })).to.match(
          sentence,
        );
      });
    }

    it("that no setting names is skipped", async () => {
      await file(".hcloud/config.json", {
        profiles: [profile({ mode: "SSO" })],
      });
      expect(await asks(SDK, project)).to.have.length(1);
      expect(await says({})).to.match(
        /profile default of ~\/\.hcloud\/config\.json has no SSO keys/,
      );
    });
  });

  describe("finds the project", () => {
    it("by the region's name, once", async () => {
      const { lookups } = open(KEYS);
      await Promise.all(
        [1, 2, 3].map((n) => lookups.find({ detectionId }, String(n))),
      );
      const operations = await cloud.operations();
      expect(operations.filter((one) => one === "listProjects")).to.have.length(
        1,
      );
    });

    it("by its own name", async () => {
      const message = await says(KEYS, { projectName: seed.otherProject.name });
      expect(message).to.include(`project ${seed.otherProject.id}`);
    });

    it("or says that there is no such project", async () => {
      expect(await says(KEYS, { projectName: "nowhere" })).to.match(
        /IAM has no project named nowhere/,
      );
    });

    it("or lists them if there are several", async () => {
      const name = seed.region;
      await cloud.control.settings({
        projects: [
          { id: "one", name },
          { id: "two", name },
        ],
      });
      expect(await says(KEYS)).to.include(
        "IAM has 2 projects named cn-north-4: cn-north-4 (one), cn-north-4 (two)",
      );
    });

    it("or says that the credentials lack the permission", async () => {
      await cloud.control.fault({
        kind: "status",
        operation: "listProjects",
        status: 403,
        body: { error_code: "IAM.0003", error_msg: "Policy doesn't allow" },
      });
      expect(await says(KEYS)).to.match(
        /answered 403 \(IAM\.0003.*pulumi config set huaweicloud:projectId/s,
      );
    });
  });

  describe("if the config's credentials are refused", () => {
    const config = { token: "an-expired-token", ...project };

    it("continues with those of the environment, and logs it once", async () => {
      const { lookups, printed } = open({ HW_AUTH_TOKEN: seed.token }, config);
      await lookups.find({ detectionId });
      await lookups.find({ detectionId }, "later");
      expect(printed).to.deep.equal([
        "HW_AUTH_TOKEN is set but not used: huaweicloud:token takes precedence",
        "huaweicloud:token was refused; using HW_AUTH_TOKEN from the environment instead",
      ]);
      expect(await cloud.operations()).to.have.length(3);
    });

    it("also uses another kind of credentials", async () => {
      expect(await asks(KEYS, config)).to.have.length(2);
      expect(await asks(PASSWORD, config)).to.have.length(5);
    });

    it("does so for the lookup of the project too", async () => {
      expect(
        await asks({ HW_AUTH_TOKEN: seed.token }, { token: "expired" }),
      ).to.deep.equal([
        "listProjects",
        "listProjects",
        "showDetection",
        "showDetection",
      ]);
    });

    it("does so if a saved password is refused", async () => {
      const old = { token: "", password: "an-old-one", ...project };
      expect(await asks(PASSWORD, old)).to.deep.equal([
        "createToken",
        "createToken",
        "showDetection",
      ]);
    });

    it("does so if only a password's token knows the project", async () => {
      expect(await asks(PASSWORD, { password: "an-old-one" })).to.deep.equal([
        "createToken",
        "createToken",
        "showDetection",
      ]);
    });

    it("does not try the same credentials twice", async () => {
      await says({ HW_AUTH_TOKEN: "an-expired-token" }, config);
      expect(await cloud.operations()).to.have.length(1);
    });
  });

  it("without any setting lists every way to sign in", async () => {
    const endpoints = JSON.stringify({ metadata: "http://127.0.0.1:1" });
    const message = await says({}, { region: "", endpoints });
    // A screen has 24 lines.
    expect(message.split("\n")).to.have.length.below(20);
    for (const way of [
      "huaweicloud:assumeRoleWithOidc (HW_ASSUME_ROLE_IDP_ID and HW_ASSUME_ROLE_ID_TOKEN_FILE)",
      "HUAWEICLOUD_OIDC_PROVIDER_URN, HUAWEICLOUD_OIDC_AGENCY_URN and HUAWEICLOUD_OIDC_TOKEN_FILE",
      "HC_CONTAINER_CREDENTIALS_FULL_URI, HC_CONTAINER_AUTHORIZATION_TOKEN_FILE",
      "huaweicloud:region (HW_REGION_NAME) is missing",
      "huaweicloud:token (HW_AUTH_TOKEN)",
      "huaweicloud:accessKey (HW_ACCESS_KEY), huaweicloud:secretKey (HW_SECRET_KEY)",
      "huaweicloud:userName (HW_USER_NAME), huaweicloud:password (HW_USER_PASSWORD), huaweicloud:domainName (HW_DOMAIN_NAME)",
      "~/.hcloud/config.json does not exist",
      "~/.huaweicloud/credentials does not exist",
      "HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK",
      "the agency of this machine",
    ]) {
      expect(message).to.include(way);
    }
  });
});
