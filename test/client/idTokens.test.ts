import { expect } from "chai";
import * as seed from "../../emulator/seed.js";
import type { Values } from "../support/lookups.js";
import { detectionId, idOf } from "../support/programs.js";
import { KEYS, project, signingIn } from "../support/signingIn.js";

const { identityProvider: idp } = seed;
const URNS = {
  HUAWEICLOUD_OIDC_PROVIDER_URN: `iam::${seed.domainId}:oidcProvider:${idp.name}`,
  HUAWEICLOUD_OIDC_AGENCY_URN: `iam::${seed.domainId}:agency:${idp.agency}`,
};
const AGENCY = {
  HW_ASSUME_ROLE_IDP_ID: idp.name,
  HW_ASSUME_ROLE_AGENCY_NAME: idp.agency,
};

describe("An id token", () => {
  const { cloud, open, file, says, asks } = signingIn();
  /** Id tokens of the emulated CI system. */
  let token = "";
  let path = "";

  beforeEach(async () => {
    token = await cloud.control.idToken();
    path = await file("token", `${token}\n`);
  });

  describe("by Terraform's variables", () => {
    it("is exchanged by STS if the account's id is set, once for fifty lookups", async () => {
      const ids = Array.from({ length: 50 }, (_, i) => idOf(i));
      await cloud.control.setDetections(
        ids.map((id) => ({ ...seed.documentedDetection, id })),
      );
      const { lookups, printed } = open({
        ...AGENCY,
        HW_ASSUME_ROLE_DOMAIN_ID: seed.domainId,
        HW_ASSUME_ROLE_ID_TOKEN: token,
      });
      await Promise.all(ids.map((id) => lookups.find({ detectionId: id })));
      expect(await cloud.operations()).to.deep.equal([
        "assumeAgencyWithOidc",
        "listProjects",
        ...ids.map(() => "showDetection"),
      ]);
      expect(printed).to.deep.equal([]);
      const [first] = await cloud.control.requests();
      expect(first?.headers.authorization).to.equal(undefined);
      expect(JSON.parse(first?.body ?? "")).to.deep.equal({
        provider_urn: URNS.HUAWEICLOUD_OIDC_PROVIDER_URN,
        agency_urn: URNS.HUAWEICLOUD_OIDC_AGENCY_URN,
        agency_session_name: "pulumi-huaweicloud-dc",
        id_token: token,
        duration_seconds: 3600,
      });
    });

    it("is exchanged by IAM if only IAM knows the identity provider, and the agency is assumed with the result", async () => {
      await cloud.control.settings({
        identityProviders: [{ ...idpOf(), domainId: seed.hub.domainId }],
        agencies: [
          {
            name: idp.agency,
            domainId: seed.domainId,
            trusts: [seed.hub.domainId],
          },
        ],
      });
      const operations = await asks({
        ...AGENCY,
        HW_ASSUME_ROLE_DOMAIN_ID: seed.domainId,
        HW_ASSUME_ROLE_ID_TOKEN_FILE: path,
      });
      expect(operations).to.deep.equal([
        "assumeAgencyWithOidc",
        "createTokenByIdToken",
        "createTemporaryKey",
        "assumeAgency",
        "listProjects",
        "showDetection",
      ]);
    });

    it("is exchanged by IAM as Terraform does, if the account's name is set", async () => {
      await cloud.control.settings({
        agencies: [
          {
            name: idp.agency,
            domainId: seed.domainId,
            trusts: [seed.domainId],
          },
        ],
      });
      expect(
        await asks({
          ...AGENCY,
          HW_ASSUME_ROLE_DOMAIN_NAME: seed.domainName,
          HW_ASSUME_ROLE_ID_TOKEN_FILE: path,
        }),
      ).to.deep.equal([
        "createTokenByIdToken",
        "createTemporaryKey",
        "createTemporaryKey",
        "listProjects",
        "showDetection",
      ]);
    });

    it("is exchanged for a token of the project if no agency is named", async () => {
      expect(
        await asks({
          HW_ASSUME_ROLE_IDP_ID: idp.name,
          HW_ASSUME_ROLE_ID_TOKEN_FILE: path,
        }),
      ).to.deep.equal(["createTokenByIdToken", "showDetection"]);
    });

    it("is missing: the agency is assumed by other credentials, as in Terraform", async () => {
      const { lookups, printed } = open({
        ...KEYS,
        HW_ASSUME_ROLE_IDP_ID: idp.name,
        HW_ASSUME_ROLE_AGENCY_NAME: seed.hub.agency,
        HW_ASSUME_ROLE_DOMAIN_ID: seed.hub.domainId,
      });
      await lookups.find({ detectionId }).catch(() => undefined);
      expect(await cloud.operations()).to.include("assumeAgency");
      expect(printed.join()).to.include(
        "HW_ASSUME_ROLE_IDP_ID is set but not used",
      );
    });
  });

  describe("by the SDKs' variables", () => {
    it("is exchanged by STS", async () => {
      expect(
        await asks({
          ...URNS,
          HUAWEICLOUD_OIDC_TOKEN_FILE: path,
          HUAWEICLOUD_OIDC_DURATION_SECONDS: "900",
          HUAWEICLOUD_OIDC_POLICY_IDS: "one, two",
          HUAWEICLOUD_SDK_PROJECT_ID: seed.projectId,
        }),
      ).to.deep.equal(["assumeAgencyWithOidc", "showDetection"]);
      const [first] = await cloud.control.requests();
      expect(JSON.parse(first?.body ?? "")).to.include({
        agency_session_name: "oidc-sts-session",
        duration_seconds: 900,
      });
      expect(JSON.parse(first?.body ?? "")).to.have.deep.property(
        "policy_ids",
        ["one", "two"],
      );
    });

    it("is exchanged by IAM, at the SDKs' address of IAM", async () => {
      const endpoints = JSON.stringify({ dc: cloud.url });
      expect(
        await asks(
          {
            HUAWEICLOUD_SDK_IDP_ID: idp.name,
            HUAWEICLOUD_SDK_ID_TOKEN_FILE: path,
            HUAWEICLOUD_SDK_PROJECT_ID: seed.projectId,
            HUAWEICLOUD_SDK_IAM_ENDPOINT: cloud.url,
          },
          { endpoints },
        ),
      ).to.deep.equal(["createTokenByIdToken", "showDetection"]);
    });

    it("is named in the SDKs' credentials file", async () => {
      await file(
        ".huaweicloud/credentials",
        `[basic]\nidp_id = ${idp.name}\nid_token_file = ${path}\nproject_id = ${seed.projectId}\n`,
      );
      expect(await asks({})).to.deep.equal([
        "createTokenByIdToken",
        "showDetection",
      ]);
    });
  });

  describe("in the config", () => {
    const inConfig = (more: object) => ({
      assumeRoleWithOidc: JSON.stringify({
        idpId: idp.name,
        agencyName: idp.agency,
        domainId: seed.domainId,
        ...more,
      }),
    });

    it("takes precedence over a token in the environment, which is logged", async () => {
      const { lookups, printed } = open(
        { HW_AUTH_TOKEN: "stale" },
        inConfig({ idTokenFile: path }),
      );
      await lookups.find({ detectionId });
      expect(await cloud.operations()).to.include("assumeAgencyWithOidc");
      expect(printed).to.deep.equal([
        "HW_AUTH_TOKEN is set but not used: huaweicloud:assumeRoleWithOidc takes precedence",
      ]);
    });

    it("is used after a token in the config, and an id token in the environment is ignored, which is logged", async () => {
      const { lookups, printed } = open(
        {
          ...AGENCY,
          HW_ASSUME_ROLE_DOMAIN_ID: seed.domainId,
          HW_ASSUME_ROLE_ID_TOKEN: token,
        },
        { token: seed.token, ...project },
      );
      await lookups.find({ detectionId });
      expect(await cloud.operations()).to.deep.equal(["showDetection"]);
      expect(printed).to.have.length(1);
      expect(printed[0]).to.match(
        /HW_ASSUME_ROLE_IDP_ID.* are set but not used: huaweicloud:token takes precedence/,
      );
    });

    it("may be used to assume another agency with its keys", async () => {
      await cloud.control.setDetections([
        { ...seed.documentedDetection, project_id: seed.hub.projectId },
      ]);
      const { lookups } = open(
        {},
        {
          ...inConfig({ idTokenFile: path }),
          assumeRole: JSON.stringify({
            agencyName: seed.hub.agency,
            domainId: seed.hub.domainId,
          }),
        },
      );
      const { projectId } = await lookups.find({ detectionId });
      expect(projectId).to.equal(seed.hub.projectId);
      expect(await cloud.operations()).to.deep.equal([
        "assumeAgencyWithOidc",
        "assumeAgency",
        "listProjects",
        "showDetection",
      ]);
    });

    it("with a misspelt part is an error", async () => {
      expect(await says({}, inConfig({ idTokenFil: path }))).to.include(
        "huaweicloud:assumeRoleWithOidc.idTokenFil is not a known key of an agency: did you mean idTokenFile?",
      );
    });
  });

  it("is read again from its file at each renewal", async () => {
    await cloud.control.settings({ agencyKeySeconds: 1 });
    const { lookups } = open({
      ...AGENCY,
      HW_ASSUME_ROLE_DOMAIN_ID: seed.domainId,
      HW_ASSUME_ROLE_ID_TOKEN_FILE: path,
    });
    await lookups.find({ detectionId });
    const next = await cloud.control.idToken({ subject: "another" });
    await file("token", next);
    await new Promise((resolve) => setTimeout(resolve, 1000));
    await lookups.find({ detectionId }, "later");
    const exchanges = (await cloud.control.requests()).filter(
      ({ operation }) => operation === "assumeAgencyWithOidc",
    );
    expect(
      exchanges.map(
        ({ body }) => (JSON.parse(body) as { id_token: string }).id_token,
      ),
    ).to.deep.equal([token, next]);
  });

  describe("that is refused", () => {
    const environment = (given: string): Values => ({
      ...AGENCY,
      HW_ASSUME_ROLE_DOMAIN_ID: seed.domainId,
      HW_ASSUME_ROLE_ID_TOKEN: given,
    });
    for (const [why, claims] of [
      ["because it has expired", { expiresInSeconds: -60 }],
      ["because it is for another audience", { audience: "another" }],
      [
        "because it is from another issuer",
        { issuer: "https://another.example.com" },
      ],
    ] as const) {
      it(`${why} is reported with its source, without its value`, async () => {
        const refused = await cloud.control.idToken(claims);
        const message = await says(environment(refused));
        expect(message).to.match(
          /The service refuses the id token \(from HW_ASSUME_ROLE_ID_TOKEN\): it may have expired/,
        );
        expect(message).to.not.include(refused.slice(0, 20));
        expect(await cloud.operations()).to.deep.equal([
          "assumeAgencyWithOidc",
        ]);
      });
    }

    it("by the agency's trust names the agency, the account and the permission, and what IAM said", async () => {
      await cloud.control.settings({ agencies: [] });
      const message = await says(environment(token));
      expect(message).to.include(
        `could not assume the agency ${idp.agency} of account ${seed.domainId} as the id token of HW_ASSUME_ROLE_ID_TOKEN`,
      );
      expect(message).to.include("sts:agencies:assume");
      expect(message).to.include(
        "IAM, which is tried next as in Terraform, could not assume the agency",
      );
      expect(message).to.not.include(token.slice(0, 20));
    });

    it("because its file does not exist names the file and the variable", async () => {
      expect(
        await says({
          ...AGENCY,
          HW_ASSUME_ROLE_DOMAIN_ID: seed.domainId,
          HW_ASSUME_ROLE_ID_TOKEN_FILE: "/nowhere/token",
        }),
      ).to.include(
        "HW_ASSUME_ROLE_ID_TOKEN_FILE: /nowhere/token does not exist",
      );
    });
  });
});

function idpOf() {
  const { name, issuer, audience } = idp;
  return { name, issuer, audience };
}
