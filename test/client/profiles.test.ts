import { expect } from "chai";
import * as seed from "../../emulator/seed.js";
import { detectionId } from "../support/programs.js";
import { profile, project, SDK, signingIn } from "../support/signingIn.js";

const { hub } = seed;
const HUB = { agencyName: hub.agency, agencyDomainName: hub.domainName };
const temporary = {
  accessKeyId: seed.temporaryAccessKey,
  secretAccessKey: seed.temporarySecretKey,
  securityToken: seed.securityToken,
};

describe("A profile of KooCLI", () => {
  const { cloud, open, file, says, asks } = signingIn();
  const saved = (...profiles: object[]) =>
    file(".hcloud/config.json", { current: "default", profiles });

  describe("of the mode AssumeRole", () => {
    beforeEach(() =>
      cloud.control.setDetections([
        { ...seed.documentedDetection, project_id: hub.projectId },
      ]),
    );

    for (const [how, profiles, assume] of [
      [
        "with its own keys",
        [profile({ mode: "AssumeRole", ...HUB })],
        "createTemporaryKey",
      ],
      [
        "with a source profile",
        [
          profile({
            mode: "AssumeRole",
            accessKeyId: "",
            secretAccessKey: "",
            sourceProfile: "base",
            agencyName: hub.agency,
            agencyDomainId: hub.domainId,
          }),
          profile({ name: "base" }),
        ],
        "assumeAgency",
      ],
      [
        "by an older name",
        [profile({ mode: "agency", ...HUB })],
        "createTemporaryKey",
      ],
      [
        "in another mode, as in Terraform, and ignores the project of its own account",
        [profile({ ...HUB, projectId: seed.projectId })],
        "createTemporaryKey",
      ],
    ] as const) {
      it(`assumes its agency ${how}`, async () => {
        await saved(...profiles);
        const { lookups } = open({});
        const { projectId } = await lookups.find({ detectionId });
        expect(projectId).to.equal(hub.projectId);
        expect(await cloud.operations()).to.deep.equal([
          assume,
          "listProjects",
          "showDetection",
        ]);
      });
    }

    it("has its project in the agency's account", async () => {
      await saved(
        profile({ mode: "AssumeRole", ...HUB, projectId: hub.projectId }),
      );
      const { lookups } = open({});
      await lookups.find({ detectionId });
      expect(await cloud.operations()).to.deep.equal([
        "createTemporaryKey",
        "showDetection",
      ]);
    });

    for (const [why, profiles, sentence] of [
      [
        "has no agency",
        [profile({ mode: "AssumeRole" })],
        /agencyName and agencyDomainName or agencyDomainId are missing, but required to assume an agency/,
      ],
      [
        "has a source that does not exist",
        [profile({ mode: "AssumeRole", ...HUB, sourceProfile: "gone" })],
        /has the source profile gone, which does not exist/,
      ],
      [
        "is its own source",
        [profile({ mode: "AssumeRole", ...HUB, sourceProfile: "default" })],
        /has the source profile default, which leads back to this profile/,
      ],
    ] as const) {
      it(`that ${why} is an error`, async () => {
        await saved(...profiles);
        expect(await says({ HW_PROFILE: "default", ...SDK })).to.match(
          sentence,
        );
        expect(await cloud.control.requests()).to.deep.equal([]);
      });
    }
  });

  describe("of the mode SSO", () => {
    const sso = (stsToken: object) =>
      profile({
        mode: "SSO",
        accessKeyId: "",
        secretAccessKey: "",
        ssoAuth: { stsToken },
      });

    it("signs in while its keys are valid", async () => {
      await saved(sso(temporary));
      expect(await asks({}, project)).to.deep.equal(["showDetection"]);
    });

    it("says how to get new keys once they are refused", async () => {
      await saved(sso({ ...temporary, secretAccessKey: "another" }));
      const message = await says({}, project);
      expect(message).to.include("hcloud configure sso --cli-profile=default");
      expect(message).to.not.include(seed.temporaryAccessKey);
    });

    it("without keys says how to get them", async () => {
      await saved(sso({}));
      expect(await says({ HW_PROFILE: "default" })).to.include(
        "has no SSO keys: run hcloud configure sso --cli-profile=default",
      );
    });
  });

  describe("of the mode ecsAgency", () => {
    it("signs in with the machine's agency, in the profile's region and project", async () => {
      await cloud.control.settings({ metadataService: true });
      await saved(
        profile({
          mode: "ecsAgency",
          region: seed.region,
          projectId: seed.projectId,
        }),
      );
      expect(await asks({}, { region: "" })).to.deep.equal([
        "metadataToken",
        "securityKey",
        "showDetection",
      ]);
    });

    it("says that the machine has no agency", async () => {
      await saved(profile({ mode: "ecsAgency" }));
      expect(await says({ HW_PROFILE: "default" })).to.match(
        /profile default of .* signs in with the agency of this machine: answered 404/,
      );
    });
  });
});

describe("A pod of CCE", () => {
  const { cloud, file, says, asks } = signingIn();
  const pod = async (token: string) => ({
    HC_CONTAINER_CREDENTIALS_FULL_URI: `${cloud.url}/pod/credentials`,
    HC_CONTAINER_AUTHORIZATION_TOKEN_FILE: await file("pod-token", token),
  });

  it("signs in with the identity that the cluster provides", async () => {
    expect(await asks(await pod(`${seed.podToken}\n`), project)).to.deep.equal([
      "podCredentials",
      "showDetection",
    ]);
  });

  it("says which token was refused, without showing it", async () => {
    const message = await says(await pod("a-token-of-nobody"), project);
    expect(message).to.include("could not get the keys of this pod's agency");
    expect(message).to.include("HC_CONTAINER_AUTHORIZATION_TOKEN_FILE");
    expect(message).to.not.include("a-token-of-nobody");
  });

  for (const [what, token] of [
    ["empty", "\n"],
    ["no token", "canary-token\nof two lines"],
  ] as const) {
    it(`says that its file is ${what}, and sends nothing`, async () => {
      const message = await says(await pod(token), project);
      expect(message).to.match(
        /HC_CONTAINER_AUTHORIZATION_TOKEN_FILE: .*pod-token is (empty|not a token)/,
      );
      expect(message).to.not.include("canary");
      expect(await cloud.operations()).to.deep.equal([]);
    });
  }

  it("does not send its token unencrypted to another machine", async () => {
    const environment = await pod(seed.podToken);
    expect(
      await says({
        ...environment,
        HC_CONTAINER_CREDENTIALS_FULL_URI:
          "http://pods.example.com/credentials",
      }),
    ).to.include("is neither an https URL nor an http URL of this node");
  });
});
