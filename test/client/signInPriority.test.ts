import { expect } from "chai";
import * as seed from "../../emulator/seed.js";
import { settingsSource } from "../../provider/explicitProvider.js";
import { systemClock } from "../../provider/huaweicloud/index.js";
import { Lookups } from "../../provider/lookups/lookups.js";
import type { Values } from "../support/lookups.js";
import { detectionId } from "../support/programs.js";
import {
  KEYS,
  profile,
  project,
  SDK,
  signingIn,
} from "../support/signingIn.js";

const CONFIG_KEYS = { accessKey: seed.accessKey, secretKey: seed.secretKey };
const TEMPORARY = {
  accessKey: seed.temporaryAccessKey,
  secretKey: seed.temporarySecretKey,
  securityToken: seed.securityToken,
};

describe("The credentials that are used", () => {
  const { cloud, open, file, says } = signingIn();

  /** How the last request was authenticated, and what was printed. */
  async function used(environment: Values, config: Values = {}) {
    const { lookups, printed } = open(environment, { ...project, ...config });
    await lookups.find({ detectionId });
    const requests = await cloud.control.requests();
    const headers = requests.at(-1)?.headers ?? {};
    const [, accessKey] =
      /Access=(\w+)/.exec(headers.authorization ?? "") ?? [];
    return {
      by: accessKey ?? String(headers["x-auth-token"]),
      securityToken: headers["x-security-token"],
      printed,
      operations: requests.map(({ operation }) => operation),
    };
  }

  describe("by priority:", () => {
    it("a token in the config takes precedence over keys in the environment", async () => {
      const { by, printed } = await used(KEYS, { token: seed.token });
      expect(by).to.equal(seed.token);
      expect(printed).to.deep.equal([
        "HW_ACCESS_KEY and HW_SECRET_KEY are set but not used: huaweicloud:token takes precedence",
      ]);
    });

    it("keys in the config take precedence over a token in the environment, which is logged", async () => {
      const { by, printed } = await used(
        { HW_AUTH_TOKEN: "a-stale-one" },
        CONFIG_KEYS,
      );
      expect(by).to.equal(seed.accessKey);
      expect(printed).to.deep.equal([
        "HW_AUTH_TOKEN is set but not used: huaweicloud:accessKey and huaweicloud:secretKey take precedence",
      ]);
    });

    it("a password in the config takes precedence over a token in the environment", async () => {
      const { operations } = await used(
        { HW_AUTH_TOKEN: "a-stale-one" },
        {
          userName: seed.userName,
          password: seed.password,
          domainName: seed.domainName,
        },
      );
      expect(operations).to.deep.equal(["createToken", "showDetection"]);
    });

    it("a profile that the config names takes precedence over a token in the environment", async () => {
      await file(".hcloud/config.json", { profiles: [profile()] });
      const { by } = await used(
        { HW_AUTH_TOKEN: "a-stale-one" },
        { profile: "default" },
      );
      expect(by).to.equal(seed.accessKey);
    });

    it("a file of profiles that the config names takes precedence over a token in the environment", async () => {
      const sharedConfigFile = await file("my.json", { profiles: [profile()] });
      const { by } = await used(
        { HW_AUTH_TOKEN: "a-stale-one" },
        { sharedConfigFile },
      );
      expect(by).to.equal(seed.accessKey);
    });

    it("the SDKs' variables take precedence over a profile that the environment names", async () => {
      await file(".hcloud/config.json", {
        profiles: [profile({ accessKeyId: "SOMEBODYELSE00000001" })],
      });
      const { by } = await used({ ...SDK, HW_PROFILE: "default" });
      expect(by).to.equal(seed.accessKey);
    });

    it("the SDKs' variables take precedence over default files", async () => {
      await file(".hcloud/config.json", {
        profiles: [profile({ accessKeyId: "SOMEBODYELSE00000001" })],
      });
      await file(
        ".huaweicloud/credentials",
        `[basic]\nak = SOMEBODYELSE00000001\nsk = ${seed.secretKey}\n`,
      );
      const { by, printed } = await used(SDK);
      expect(by).to.equal(seed.accessKey);
      expect(printed).to.deep.equal([]);
    });

    it("the same credentials in both places cause no warning", async () => {
      const { printed } = await used(KEYS, CONFIG_KEYS);
      expect(printed).to.deep.equal([]);
    });
  });

  describe("come from one place:", () => {
    it("a security token of the environment is not added to keys of the config", async () => {
      const { by, securityToken, printed } = await used(
        { HW_SECURITY_TOKEN: "of-another-key" },
        CONFIG_KEYS,
      );
      expect(by).to.equal(seed.accessKey);
      expect(securityToken).to.equal(undefined);
      expect(printed).to.have.length(1);
      expect(printed[0]).to.include("HW_SECURITY_TOKEN is set but not used");
    });

    it("all three parts of a temporary key come from the config", async () => {
      const { by, securityToken } = await used(
        { HW_SECURITY_TOKEN: "of-another-key" },
        TEMPORARY,
      );
      expect(by).to.equal(seed.temporaryAccessKey);
      expect(securityToken).to.equal(seed.securityToken);
    });

    it("a security token HW_… is not added to keys OS_…", async () => {
      const { by, securityToken } = await used({
        OS_ACCESS_KEY: seed.accessKey,
        OS_SECRET_KEY: seed.secretKey,
        HW_SECURITY_TOKEN: "of-another-key",
      });
      expect(by).to.equal(seed.accessKey);
      expect(securityToken).to.equal(undefined);
    });

    it("half a key in the config and half in the environment are not combined, and both are reported", async () => {
      const message = await says(
        { HW_SECRET_KEY: seed.secretKey },
        { ...project, accessKey: seed.accessKey },
      );
      expect(message).to.include(
        "huaweicloud:accessKey is set, but not huaweicloud:secretKey",
      );
      expect(message).to.include("HW_SECRET_KEY is set, but not HW_ACCESS_KEY");
      expect(await cloud.operations()).to.not.include("showDetection");
    });

    it("half a key in the config is logged if the environment has a complete one", async () => {
      const { printed } = await used(KEYS, {
        accessKey: "SOMEBODYELSE00000001",
      });
      expect(printed).to.deep.equal([
        "huaweicloud:accessKey is set but not used: missing huaweicloud:secretKey",
      ]);
    });

    it("the user in the config takes precedence over a user's id in the environment", async () => {
      const { operations } = await used(
        { HW_USER_ID: "of-somebody-else", HW_USER_PASSWORD: seed.password },
        { userName: seed.userName, domainName: seed.domainName },
      );
      expect(operations).to.deep.equal(["createToken", "showDetection"]);
    });

    it("a user from the config with an account from the environment is logged", async () => {
      const { printed } = await used(
        { HW_DOMAIN_NAME: seed.domainName },
        { userName: seed.userName, password: seed.password },
      );
      expect(printed).to.deep.equal([
        "the account of huaweicloud:userName comes from HW_DOMAIN_NAME",
      ]);
    });
  });

  it("of the config are not sent to the address in a variable if the config sets IAM's address", async () => {
    const { operations } = await used(
      { HW_AUTH_URL: "https://stale.example.com" },
      {
        userName: seed.userName,
        domainName: seed.domainName,
        password: seed.password,
      },
    );
    expect(operations).to.deep.equal(["createToken", "showDetection"]);
  });

  it("of a profile that the config names log that they assume the agency in a variable", async () => {
    await file(".hcloud/config.json", { profiles: [profile()] });
    const { lookups, printed } = open(
      {
        HW_ASSUME_ROLE_AGENCY_NAME: seed.hub.agency,
        HW_ASSUME_ROLE_DOMAIN_ID: seed.hub.domainId,
      },
      { profile: "default" },
    );
    await lookups.find({ detectionId }).catch(() => undefined);
    expect(printed).to.deep.equal([
      `profile default of ~/.hcloud/config.json assumes the agency ${seed.hub.agency} of account ${seed.hub.domainId}, because HW_ASSUME_ROLE_AGENCY_NAME and HW_ASSUME_ROLE_DOMAIN_ID are set`,
    ]);
  });

  describe("bring a project", () => {
    it("that the config names, not one whose id is in a variable", async () => {
      const { lookups } = open(
        { ...KEYS, HW_PROJECT_ID: "stale" },
        { projectName: seed.region },
      );
      const found = await lookups.find({ detectionId });
      expect(found.projectId).to.equal(seed.projectId);
    });

    it("of the SDKs' variables, but not for a provider of the program, which has its own region", async () => {
      const config: Values = {
        "huaweicloud-dc:provider": "elsewhere",
        "huaweicloud-dc:credentials": "stack",
        "huaweicloud:region": seed.region,
        "huaweicloud:endpoints": cloud.endpoints.endpoints,
      };
      const lookups = new Lookups(
        settingsSource((key) => config[key], {
          ...SDK,
          HUAWEICLOUD_SDK_PROJECT_ID: "of-the-stack",
        }),
        {
          clock: systemClock,
          log: () => undefined,
          warn: () => undefined,
          isWanted: () => Promise.resolve(true),
        },
      );
      const found = await lookups.find({ detectionId });
      expect(found.projectId).to.equal(seed.projectId);
    });

    it("of a profile only for the profile's region", async () => {
      await file(".hcloud/config.json", {
        profiles: [
          profile({ region: "cn-north-4", projectId: "of-cn-north-4" }),
        ],
      });
      await cloud.control.settings({
        projects: [{ id: "of-af-south-1", name: "af-south-1" }],
      });
      const here = { HW_PROFILE: "default" };
      expect(await says(here, { region: "cn-north-4" })).to.include(
        "project of-cn-north-4, region cn-north-4",
      );
      expect(await says(here, { region: "af-south-1" })).to.include(
        "project of-af-south-1, region af-south-1",
      );
    });

    it("of the SDKs' variables only for the default region", async () => {
      await cloud.control.settings({
        projects: [{ id: "of-af-south-1", name: "af-south-1" }],
      });
      const { lookups } = open({
        ...SDK,
        HUAWEICLOUD_SDK_PROJECT_ID: seed.projectId,
      });
      await lookups.find({ detectionId });
      const elsewhere = await lookups
        .find({ detectionId, region: "af-south-1" })
        .catch((error: unknown) => (error as Error).message);
      expect(elsewhere).to.include("project of-af-south-1");
    });
  });

  describe("are not used if an agency is set by a key that this package does not read:", () => {
    for (const key of ["assumeRoles", "agencyName"]) {
      it(`huaweicloud:${key} is an error, since ignoring it would judge another account`, async () => {
        expect(await says(KEYS, { ...project, [key]: "hub" })).to.include(
          `huaweicloud:${key} is set, but this package does not read it`,
        );
        expect(await cloud.control.requests()).to.deep.equal([]);
      });
    }
  });

  describe("with an obvious mistake are reported once, and nothing is sent:", () => {
    const swapped = {
      HW_ACCESS_KEY: seed.secretKey,
      HW_SECRET_KEY: seed.accessKey,
    };
    for (const [mistake, environment, sentence] of [
      [
        "a swapped access key and secret key",
        swapped,
        /HW_ACCESS_KEY and HW_SECRET_KEY look swapped/,
      ],
      [
        "a key in quotes",
        { ...KEYS, HW_ACCESS_KEY: `"${seed.accessKey}"` },
        /HW_ACCESS_KEY is in quotes/,
      ],
      [
        "a token with a line break",
        { HW_AUTH_TOKEN: "two\nlines" },
        /HW_AUTH_TOKEN contains characters that no credential can have/,
      ],
    ] as const) {
      it(mistake, async () => {
        const message = await says(environment, project);
        expect(message).to.match(sentence);
        expect(message).to.match(/^a setting is missing or malformed/);
        expect(message).to.not.include(seed.secretKey);
        expect(await cloud.control.requests()).to.deep.equal([]);
      });
    }

    it("a region, which is not also reported as missing", async () => {
      const message = await says(KEYS, {
        ...project,
        region: "CN North-Beijing4",
      });
      expect(message).to.match(/^a setting is missing or malformed/);
      expect(message).to.include('huaweicloud:region is "CN North-Beijing4"');
      expect(message).to.not.include("is missing: pulumi");
    });
  });

  it("are named by their variable if they come from a variable", async () => {
    const message = await says({ HW_AUTH_TOKEN: "an-expired-one" }, project);
    expect(message).to.match(
      /\(from HW_AUTH_TOKEN\).*then set HW_AUTH_TOKEN, or run: pulumi config set/,
    );
  });
});
