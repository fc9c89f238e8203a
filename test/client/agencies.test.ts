import { expect } from "chai";
import * as seed from "../../emulator/seed.js";
import { failureOf, type Values } from "../support/lookups.js";
import { detectionId, idOf } from "../support/programs.js";
import { KEYS, PASSWORD, project, signingIn } from "../support/signingIn.js";

const { hub, partner } = seed;
const BY_NAME = {
  HW_ASSUME_ROLE_AGENCY_NAME: hub.agency,
  HW_ASSUME_ROLE_DOMAIN_NAME: hub.domainName,
};
const BY_ID = {
  HW_ASSUME_ROLE_AGENCY_NAME: hub.agency,
  HW_ASSUME_ROLE_DOMAIN_ID: hub.domainId,
};
const HUB = { agencyName: hub.agency, domainId: hub.domainId };
const assuming = (...roles: object[]) => ({
  assumeRole: JSON.stringify(roles.length === 1 ? roles[0] : roles),
});

describe("An agency that is assumed", () => {
  const { cloud, open, says } = signingIn();

  beforeEach(() =>
    cloud.control.setDetections(
      [hub, partner].flatMap(({ projectId }, account) =>
        [detectionId, ...Array.from({ length: 50 }, (_, i) => idOf(i))].map(
          (id) => ({
            ...seed.documentedDetection,
            id: account === 0 ? id : id.replace(/^./, "f"),
            project_id: projectId,
          }),
        ),
      ),
    ),
  );

  /** Runs a lookup in the hub; returns its requests and output. */
  async function asked(environment: Values, config: Values = {}) {
    const { lookups, printed } = open(environment, config);
    const found = await lookups.find({ detectionId });
    expect(found.projectId).to.equal(hub.projectId);
    return { operations: await cloud.operations(), printed };
  }

  describe("is reached by Terraform's variables", () => {
    it("by name in IAM, if the account's name is set", async () => {
      const { operations, printed } = await asked({ ...KEYS, ...BY_NAME });
      expect(operations).to.deep.equal([
        "createTemporaryKey",
        "listProjects",
        "showDetection",
      ]);
      expect(printed).to.deep.equal([]);
      const [first] = await cloud.control.requests();
      expect(JSON.parse(first?.body ?? "")).to.deep.equal({
        auth: {
          identity: {
            methods: ["assume_role"],
            assume_role: {
              agency_name: hub.agency,
              domain_name: hub.domainName,
              duration_seconds: 3600,
            },
          },
        },
      });
    });

    it("by its URN in STS, if the account's id is set", async () => {
      const { operations } = await asked({
        ...KEYS,
        ...BY_ID,
        HW_ASSUME_ROLE_DURATION: "1800",
      });
      expect(operations).to.deep.equal([
        "assumeAgency",
        "listProjects",
        "showDetection",
      ]);
      const [first] = await cloud.control.requests();
      expect(JSON.parse(first?.body ?? "")).to.deep.equal({
        agency_urn: `iam::${hub.domainId}:agency:${hub.agency}`,
        agency_session_name: "pulumi-huaweicloud-dc",
        duration_seconds: 1800,
      });
    });

    it("of older configurations, with the delegated project", async () => {
      await cloud.control.settings({
        projects: [
          { id: hub.projectId, name: "the-lines", domainId: hub.domainId },
        ],
      });
      const { operations } = await asked({
        ...KEYS,
        OS_AGENCY_NAME: hub.agency,
        OS_AGENCY_DOMAIN_NAME: hub.domainName,
        OS_DELEGATED_PROJECT: "the-lines",
      });
      expect(operations).to.have.length(3);
    });
  });

  describe("is assumed on top of every way to sign in:", () => {
    const ways: Record<string, [Values, string[]]> = {
      "an access key": [KEYS, []],
      "a temporary key": [
        {
          HW_ACCESS_KEY: seed.temporaryAccessKey,
          HW_SECRET_KEY: seed.temporarySecretKey,
          HW_SECURITY_TOKEN: seed.securityToken,
        },
        [],
      ],
      "a token": [{ HW_AUTH_TOKEN: seed.token }, ["createTemporaryKey"]],
      "a password": [PASSWORD, ["createToken", "createTemporaryKey"]],
    };
    for (const [way, [environment, before]] of Object.entries(ways)) {
      it(way, async () => {
        const { operations } = await asked({ ...environment, ...BY_ID });
        expect(operations).to.deep.equal([
          // STS does not accept tokens.
          ...before,
          "assumeAgency",
          "listProjects",
          "showDetection",
        ]);
      });
    }

    it("the machine's agency", async () => {
      await cloud.control.settings({ metadataService: true });
      const { operations } = await asked(BY_NAME);
      expect(operations).to.deep.equal([
        "metadataToken",
        "securityKey",
        "createTemporaryKey",
        "listProjects",
        "showDetection",
      ]);
    });
  });

  it("ignores the project of the account that assumes it, and says so", async () => {
    const { operations, printed } = await asked(
      { ...KEYS, HW_PROJECT_ID: seed.projectId },
      assuming(HUB),
    );
    expect(operations).to.include("listProjects");
    expect(printed).to.have.length(1);
    expect(printed[0]).to.match(
      /^HW_PROJECT_ID is set but not used: it belongs to the account that assumes the agency line-reader/,
    );
  });

  it("of the config takes precedence over that of the environment, which is logged", async () => {
    const { operations, printed } = await asked(
      {
        ...KEYS,
        HW_ASSUME_ROLE_AGENCY_NAME: "stale",
        HW_ASSUME_ROLE_DOMAIN_ID: "stale",
      },
      assuming(HUB),
    );
    expect(operations).to.have.length(3);
    expect(printed).to.deep.equal([
      "HW_ASSUME_ROLE_AGENCY_NAME and HW_ASSUME_ROLE_DOMAIN_ID are set but not used: huaweicloud:assumeRole takes precedence",
    ]);
  });

  it("set by a variable, and assumed with the config's credentials, is logged", async () => {
    const { printed } = await asked(BY_ID, {
      accessKey: seed.accessKey,
      secretKey: seed.secretKey,
    });
    expect(printed).to.deep.equal([
      `huaweicloud:accessKey and huaweicloud:secretKey assume the agency ${hub.agency} of account ${hub.domainId}, because HW_ASSUME_ROLE_AGENCY_NAME and HW_ASSUME_ROLE_DOMAIN_ID are set`,
    ]);
  });

  it("may be assumed by another agency, in the order of the list, each with the keys of the previous one", async () => {
    const { lookups } = open(
      KEYS,
      assuming(
        { agencyName: hub.agency, domainName: hub.domainName },
        {
          agencyName: partner.agency,
          domainId: partner.domainId,
          duration: 900,
        },
      ),
    );
    const id = detectionId.replace(/^./, "f");
    const { projectId } = await lookups.find({ detectionId: id });
    expect(projectId).to.equal(partner.projectId);
    expect(await cloud.operations()).to.deep.equal([
      "createTemporaryKey",
      "assumeAgency",
      "listProjects",
      "showDetection",
    ]);
    const requests = await cloud.control.requests();
    const keys = requests.map(
      ({ headers }) => /Access=(\w+)/.exec(headers.authorization ?? "")?.[1],
    );
    expect(keys[0]).to.equal(seed.accessKey);
    expect(new Set(keys).size).to.equal(3);
    expect(keys[2]).to.equal(keys[3]);
  });

  describe("is assumed once", () => {
    const ids = Array.from({ length: 50 }, (_, i) => idOf(i));

    it("for fifty lookups", async () => {
      const { lookups } = open({ ...KEYS, ...BY_ID });
      await Promise.all(ids.map((id) => lookups.find({ detectionId: id })));
      expect(await cloud.operations()).to.deep.equal([
        "assumeAgency",
        "listProjects",
        ...ids.map(() => "showDetection"),
      ]);
    });

    it("for fifty lookups, one at a time", async () => {
      const { lookups } = open(
        { ...KEYS, ...BY_ID },
        { maxConcurrentRequests: "1" },
      );
      await Promise.all(ids.map((id) => lookups.find({ detectionId: id })));
      expect(await cloud.operations()).to.have.length(52);
    });

    it("again before its keys expire, for all lookups that need them", async () => {
      await cloud.control.settings({ agencyKeySeconds: 2 });
      const { lookups } = open({ ...KEYS, ...BY_ID });
      await lookups.find({ detectionId });
      await new Promise((resolve) => setTimeout(resolve, 2000));
      await cloud.control.clearRequests();
      await Promise.all(ids.map((id) => lookups.find({ detectionId: id })));
      expect(await cloud.operations()).to.deep.equal([
        "assumeAgency",
        ...ids.map(() => "showDetection"),
      ]);
    });

    it("again once its keys are refused", async () => {
      const { lookups } = open({ ...KEYS, ...BY_ID });
      await lookups.find({ detectionId });
      const { accessKeys } = await cloud.control.settings();
      await cloud.control.settings({
        accessKeys: accessKeys.filter(
          ({ domainId }) => domainId !== hub.domainId,
        ),
      });
      await cloud.control.clearRequests();
      await Promise.all(ids.map((id) => lookups.find({ detectionId: id })));
      const operations = await cloud.operations();
      expect(
        operations.filter((operation) => operation === "assumeAgency"),
      ).to.have.length(1);
    });

    it("if it is refused, however many lookups need it", async () => {
      await cloud.control.settings({ agencies: [] });
      const { lookups } = open({ ...KEYS, ...BY_ID });
      await Promise.all(
        ids.map((id) => failureOf(() => lookups.find({ detectionId: id }))),
      );
      expect(await cloud.operations()).to.deep.equal(["assumeAgency"]);
    });
  });

  describe("that is refused", () => {
    for (const [how, environment, account] of [
      ["by IAM", BY_NAME, hub.domainName],
      ["by STS", BY_ID, hub.domainId],
    ] as const) {
      for (const [why, agencies] of [
        [
          "because it trusts somebody else",
          [{ name: hub.agency, domainId: hub.domainId, trusts: ["other"] }],
        ],
        ["because it does not exist", []],
      ] as const) {
        it(`${how} ${why} names the agency, the account, the caller and the permission`, async () => {
          await cloud.control.settings({
            agencies: agencies.map((one) => ({
              ...one,
              trusts: [...one.trusts],
            })),
          });
          const message = await says({ ...KEYS, ...environment });
          expect(message).to.include(
            `could not assume the agency ${hub.agency} of account ${account} as HW_ACCESS_KEY and HW_SECRET_KEY`,
          );
          expect(message).to.include("sts:agencies:assume");
          expect(message).to.not.include(seed.secretKey);
        });
      }
    }

    it("in a chain names the previous agency as the caller", async () => {
      await cloud.control.settings({
        agencies: [
          { name: hub.agency, domainId: hub.domainId, trusts: [seed.domainId] },
        ],
      });
      expect(
        await says(
          KEYS,
          assuming(HUB, {
            agencyName: partner.agency,
            domainId: partner.domainId,
          }),
        ),
      ).to.include(
        `of account ${partner.domainId} as the agency ${hub.agency} of account ${hub.domainId}`,
      );
    });

    it("is not replaced by its caller", async () => {
      await cloud.control.settings({ agencies: [] });
      await says({ ...KEYS, ...BY_ID }, project);
      expect(await cloud.operations()).to.deep.equal(["assumeAgency"]);
    });
  });

  describe("that is named incompletely or incorrectly is an error, and nothing is sent:", () => {
    for (const [mistake, environment, config, sentence] of [
      [
        "no account",
        { HW_ASSUME_ROLE_AGENCY_NAME: "hub" },
        {},
        "HW_ASSUME_ROLE_DOMAIN_NAME or HW_ASSUME_ROLE_DOMAIN_ID is missing",
      ],
      [
        "no agency",
        { HW_ASSUME_ROLE_DOMAIN_ID: hub.domainId },
        {},
        "HW_ASSUME_ROLE_AGENCY_NAME is missing",
      ],
      [
        "a part that is misspelt",
        {},
        assuming({ ...HUB, domianName: "x" }),
        "huaweicloud:assumeRole.domianName is not a known key of an agency: did you mean domainName?",
      ],
      [
        "a duration that is too short",
        {},
        assuming({ ...HUB, duration: 60 }),
        'huaweicloud:assumeRole.duration is "60", but should be a number of seconds',
      ],
      [
        "a text",
        {},
        { assumeRole: "hub" },
        "huaweicloud:assumeRole should be an agency or a list of agencies",
      ],
      [
        "an empty list",
        {},
        { assumeRole: "[]" },
        "should be an agency or a list",
      ],
      [
        "a part in a chain",
        {},
        assuming(HUB, { agencyName: "x" }),
        "huaweicloud:assumeRole[1].domainName or huaweicloud:assumeRole[1].domainId is missing",
      ],
    ] as const) {
      it(mistake, async () => {
        const message = await says({ ...KEYS, ...environment }, { ...config });
        expect(message).to.include(sentence);
        expect(await cloud.control.requests()).to.deep.equal([]);
      });
    }
  });

  describe("is assumed by the environment's credentials if a refresh has saved credentials that are refused,", () => {
    for (const [how, account, exchanges] of [
      ["by name", { domainName: hub.domainName }, []],
      ["by id", { domainId: hub.domainId }, ["assumeAgency"]],
    ] as const) {
      it(how, async () => {
        const { printed, operations } = await asked(
          { HW_AUTH_TOKEN: seed.token },
          {
            token: "expired",
            ...assuming({ agencyName: hub.agency, ...account }),
          },
        );
        expect(printed.at(-1)).to.include(
          "using HW_AUTH_TOKEN from the environment instead",
        );
        expect(operations).to.deep.equal([
          "createTemporaryKey",
          "createTemporaryKey",
          ...exchanges,
          "listProjects",
          "showDetection",
        ]);
      });
    }
  });

  it("is assumed with other keys for the token if the first are refused", async () => {
    const { lookups } = open({ HW_AUTH_TOKEN: seed.token, ...BY_ID });
    await lookups.find({ detectionId });
    await cloud.control.settings({ accessKeys: [] });
    await cloud.control.clearRequests();
    await lookups.find({ detectionId }, "later");
    expect(await cloud.operations()).to.deep.equal([
      "showDetection",
      "assumeAgency",
      "createTemporaryKey",
      "assumeAgency",
      "showDetection",
    ]);
  });

  describe("whose keys arrive in an unreadable answer is an error without the keys:", () => {
    const key = {
      access_key_id: "HSTCANARYACCESSKEY01",
      secret_access_key: "canary-secret-key-0000000000000000000001",
      security_token: `canary/security+token${"0123456789".repeat(20)}`,
    };
    const whole = JSON.stringify({ credentials: key });
    const answers: Record<string, [number, unknown, string]> = {
      "no expiration": [200, { credentials: key }, "expiresAt is missing"],
      "an odd expiration": [
        200,
        { credentials: { ...key, expiration: key.secret_access_key } },
        "expiresAt is not valid",
      ],
      "another name": [200, { Credentials: key }, "access is missing"],
      "a list": [200, { credentials: [key] }, "access is missing"],
      "cut off": [200, whole.slice(0, 160), "but not with JSON"],
      "another status": [202, { credentials: key }, "answered 202"],
      "an error's status": [400, whole, "answered 400"],
    };
    for (const [what, [status, body, sentence]] of Object.entries(answers)) {
      it(what, async () => {
        await cloud.control.fault({ kind: "status", status, body });
        const message = await says({ ...KEYS, ...BY_ID }, { maxRetries: "0" });
        expect(message).to.include(sentence);
        for (const secret of Object.values(key)) {
          expect(message).to.not.include(secret.slice(0, 8));
        }
      });
    }
  });
});
