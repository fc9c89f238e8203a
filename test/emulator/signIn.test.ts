import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import * as seed from "../../emulator/seed.js";
import { detectionId, idOf } from "../support/programs.js";
import {
  emulatedCloud,
  failureOf,
  openSession,
  type Values,
} from "../support/session.js";

const KEYS = { HW_ACCESS_KEY: seed.accessKey, HW_SECRET_KEY: seed.secretKey };
const PASSWORD = {
  HW_USER_NAME: seed.userName,
  HW_USER_PASSWORD: seed.password,
  HW_DOMAIN_NAME: seed.domainName,
};
const SDK = {
  HUAWEICLOUD_SDK_AK: seed.accessKey,
  HUAWEICLOUD_SDK_SK: seed.secretKey,
};
const DEAD = "http://127.0.0.1:1";

describe("Signing in", () => {
  const cloud = emulatedCloud();
  let home: string;

  before(async () => {
    home = await mkdtemp(join(tmpdir(), "home-"));
  });
  after(() => rm(home, { recursive: true }));
  afterEach(async () => {
    await rm(home, { recursive: true });
    await mkdir(home);
  });

  /** A file in the home folder. */
  const file = async (path: string, text: string | object) => {
    await mkdir(join(home, path, ".."), { recursive: true });
    await writeFile(
      join(home, path),
      typeof text === "string" ? text : JSON.stringify(text),
    );
  };
  const open = (environment: Values, config: Values = {}) =>
    openSession(
      { region: seed.region, ...cloud.endpoints, ...config },
      { HOME: home, ...environment },
    );
  const look = (environment: Values, config: Values = {}) =>
    open(environment, config).session.find({ detectionId });
  const says = (environment: Values, config: Values = {}) =>
    failureOf(() => look(environment, config));
  /** Looks up a task with the given project's id, and tells what was asked. */
  const asks = async (environment: Values, config: Values = {}) => {
    const task = await look(environment, config);
    expect(task.projectId).to.equal(seed.projectId);
    return cloud.operations();
  };
  const project = { projectId: seed.projectId };
  const profile = (more: object = {}) => ({
    name: "default",
    mode: "AKSK",
    accessKeyId: seed.accessKey,
    secretAccessKey: seed.secretKey,
    securityToken: "",
    region: "",
    projectId: "",
    ...more,
  });

  describe("needs no request but the look-up, where the project is known", () => {
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

    it("with the SDKs' credentials file, which may name the project", async () => {
      await file(
        ".huaweicloud/credentials",
        `[basic]\nak = ${seed.accessKey}\nsk = ${seed.secretKey}\nproject_id = ${seed.projectId}\n`,
      );
      expect(await asks({})).to.deep.equal(["showDetection"]);
    });

    it("with the SDKs' variables, which may name the project", async () => {
      expect(
        await asks({ ...SDK, HUAWEICLOUD_SDK_PROJECT_ID: seed.projectId }),
      ).to.deep.equal(["showDetection"]);
    });
  });

  describe("with a password", () => {
    it("asks for one token for twenty tasks", async () => {
      const ids = Array.from({ length: 20 }, (_, index) => idOf(index));
      await cloud.control.setDetections(
        ids.map((id) => ({ ...seed.documentedDetection, id })),
      );
      const { session } = open(PASSWORD, project);
      await Promise.all(ids.map((id) => session.find({ detectionId: id })));
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

    it("takes a user's id, and a domain's id, and the address of IAM with its version", async () => {
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

    it("asks for another token once the first is refused, and goes on", async () => {
      const { session } = open(PASSWORD, project);
      await session.find({ detectionId });
      await cloud.control.settings({ tokens: [] });
      await session.find({ detectionId }, { own: "later" });
      expect(await cloud.operations()).to.deep.equal([
        "createToken",
        "showDetection",
        "showDetection",
        "createToken",
        "showDetection",
      ]);
    });

    it("asks for another token before the first ends", async () => {
      await cloud.control.settings({ tokenLifetimeSeconds: 0.5 });
      const { session } = open(PASSWORD, project);
      await session.find({ detectionId });
      await new Promise((resolve) => setTimeout(resolve, 600));
      await session.find({ detectionId }, { own: "later" });
      expect(await cloud.operations()).to.deep.equal([
        "createToken",
        "showDetection",
        "createToken",
        "showDetection",
      ]);
    });

    it("that is wrong asks once, and says whose it is", async () => {
      const { session } = open({
        ...PASSWORD,
        HW_USER_PASSWORD: "a-wrong-one",
      });
      for (const id of [detectionId, idOf(1)]) {
        const message = await failureOf(() =>
          session.find({ detectionId: id }),
        );
        expect(message).to.match(
          /could not sign in the user emulated-user to the project cn-north-4: POST .* answered 401 \(401: The username or password is wrong\.\)/,
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

    it("does without a token where the service knows none", async () => {
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

    it("says that the machine has none", async () => {
      await cloud.control.settings({ accessKeys: [] });
      expect(await says({}, project)).to.match(
        /the agency of this machine .*: answered 401, without a key: this machine .* has no agency/,
      );
    });
  });

  describe("takes the first way that is complete", () => {
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

    it("passing over what is not", async () => {
      expect(
        await asks({ HW_ACCESS_KEY: "alone", ...SDK }, project),
      ).to.have.length(1);
    });

    it("each setting from the config before the environment", async () => {
      expect(
        await asks(
          { ...KEYS, HW_SECRET_KEY: "not-the-right-one" },
          { ...project, secretKey: seed.secretKey },
        ),
      ).to.have.length(1);
    });
  });

  describe("by a profile of KooCLI", () => {
    it("takes its region and project where no setting says otherwise", async () => {
      await file("my.json", {
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
        HW_SHARED_CONFIG_FILE: join(home, "my.json"),
        HW_PROFILE: "line",
      };
      expect(await asks(environment, { region: "" })).to.have.length(1);
      const elsewhere = await says(environment, { projectId: "another" });
      expect(elsewhere).to.include("project another");
    });

    for (const [why, config, sentence] of [
      [
        "of another mode",
        { profiles: [profile({ mode: "SSO" })] },
        /mode SSO, and only AKSK can be used: hcloud configure set/,
      ],
      [
        "that is encrypted",
        { authEncrypt: "true", profiles: [profile()] },
        /is encrypted.*--cli-auth-encrypt=false/,
      ],
      [
        "that is not there",
        { profiles: [profile({ name: "another" })] },
        /has no profile default \(it has: another\)/,
      ],
      [
        "without a key",
        { profiles: [profile({ accessKeyId: "" })] },
        /has no access key/,
      ],
    ] as const) {
      it(`${why} is an error that says what to do, where it was named`, async () => {
        await file(".hcloud/config.json", config);
        expect(await says({ HW_PROFILE: "default", ...SDK })).to.match(
          sentence,
        );
      });
    }

    it("that nobody named is passed over", async () => {
      await file(".hcloud/config.json", {
        profiles: [profile({ mode: "SSO" })],
      });
      expect(await asks(SDK, project)).to.have.length(1);
      expect(await says({})).to.match(
        /profile default of ~\/\.hcloud\/config\.json has the mode SSO/,
      );
    });
  });

  describe("finds the project", () => {
    it("by the region's name, once", async () => {
      const { session } = open(KEYS);
      await Promise.all(
        [1, 2, 3].map((n) => session.find({ detectionId }, { own: String(n) })),
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

    it("or says that there is none", async () => {
      expect(await says(KEYS, { projectName: "nowhere" })).to.match(
        /IAM knows no project of the name nowhere/,
      );
    });

    it("or lists the several that there are", async () => {
      const name = seed.region;
      await cloud.control.settings({
        projects: [
          { id: "one", name },
          { id: "two", name },
        ],
      });
      expect(await says(KEYS)).to.include(
        "IAM knows 2 projects of the name cn-north-4: cn-north-4 (one), cn-north-4 (two)",
      );
    });

    it("or says that the credentials may not look", async () => {
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

  describe("where the config's credentials are refused", () => {
    const config = { token: "an-expired-token", ...project };

    it("goes on with those of the environment, and says so once", async () => {
      const { session, printed } = open({ HW_AUTH_TOKEN: seed.token }, config);
      await session.find({ detectionId });
      await session.find({ detectionId }, { own: "later" });
      expect(printed).to.deep.equal([
        "huaweicloud:token is refused; HW_AUTH_TOKEN is used instead, from the environment",
      ]);
      expect(await cloud.operations()).to.have.length(3);
    });

    it("takes another kind as well", async () => {
      expect(await asks(KEYS, config)).to.have.length(2);
      expect(await asks(PASSWORD, config)).to.have.length(5);
    });

    it("does so for the look-up of the project too", async () => {
      expect(
        await asks({ HW_AUTH_TOKEN: seed.token }, { token: "expired" }),
      ).to.deep.equal([
        "listProjects",
        "listProjects",
        "showDetection",
        "showDetection",
      ]);
    });

    it("does so where a saved password is refused", async () => {
      const old = { token: "", password: "an-old-one", ...project };
      expect(await asks(PASSWORD, old)).to.deep.equal([
        "createToken",
        "createToken",
        "showDetection",
      ]);
    });

    it("does not ask twice with the same", async () => {
      await says({ HW_AUTH_TOKEN: "an-expired-token" }, config);
      expect(await cloud.operations()).to.have.length(1);
    });
  });

  it("without anything set lists every way there is, within three seconds", async () => {
    const started = Date.now();
    const endpoints = JSON.stringify({ metadata: "http://127.0.0.1:1" });
    const message = await says({}, { region: "", endpoints });
    expect(Date.now() - started).to.be.lessThan(3000);
    for (const way of [
      "huaweicloud:region (HW_REGION_NAME) is missing",
      "huaweicloud:token (HW_AUTH_TOKEN)",
      "huaweicloud:accessKey (HW_ACCESS_KEY), huaweicloud:secretKey (HW_SECRET_KEY)",
      "huaweicloud:userName (HW_USER_NAME), huaweicloud:password (HW_USER_PASSWORD), huaweicloud:domainName (HW_DOMAIN_NAME)",
      "there is no file ~/.hcloud/config.json",
      "there is no file ~/.huaweicloud/credentials",
      "HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK",
      "the agency of this machine",
    ]) {
      expect(message).to.include(way);
    }
  });
});
