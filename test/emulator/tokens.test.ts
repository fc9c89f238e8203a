import { expect } from "chai";
import * as seed from "../../emulator/seed.js";
import { DOCUMENTED, asking } from "../support/asking.js";
import { emulatedCloud } from "../support/emulatedCloud.js";

describe("The emulator's tokens", () => {
  const cloud = emulatedCloud();
  const { ask, refusal } = asking(cloud);

  describe("a token", () => {
    const prefix = "401 APIGW.0301 Incorrect IAM authentication information: ";

    it("must be there, known, and of the project", async () => {
      expect(await refusal(DOCUMENTED, {})).to.equal(
        `${prefix}x-auth-token not found`,
      );
      const unknown = { headers: { "X-Auth-Token": "nobody's" } };
      expect(await refusal(DOCUMENTED, unknown)).to.equal(
        `${prefix}decrypt token fail`,
      );
      const other = { headers: { "X-Auth-Token": seed.otherProjectToken } };
      expect(await refusal(DOCUMENTED, other)).to.match(/project id/);
    });

    const user = {
      name: seed.userName,
      password: seed.password,
      domain: { name: seed.domainName },
    };
    const login = (asked: object, project: object = { name: seed.region }) =>
      ask("/v3/auth/tokens", {
        method: "POST",
        body: JSON.stringify({
          auth: {
            identity: { methods: ["password"], password: { user: asked } },
            scope: { project },
          },
        }),
      });

    it("is issued for a password, by name or by id", async () => {
      const { id, password } = { id: seed.userId, password: seed.password };
      for (const [asked, project] of [
        [user, { name: seed.region }],
        [{ ...user, domain: { id: seed.domainId } }, { id: seed.projectId }],
        [{ id, password }, { id: seed.projectId }],
      ] as const) {
        const { status, headers, body } = await login(asked, project);
        expect(status).to.equal(201);
        expect(body["token"]).to.have.nested.property(
          "project.id",
          seed.projectId,
        );
        const token = headers.get("x-subject-token") ?? "";
        expect(
          (await ask(DOCUMENTED, { headers: { "X-Auth-Token": token } }))
            .status,
        ).to.equal(200);
      }
    });

    it("expires by the cloud's clock, and can be revoked", async () => {
      await cloud.control.settings({ tokenLifetimeSeconds: 60 });
      const { headers } = await login(user);
      const token = headers.get("x-subject-token") ?? "";
      const asked = { headers: { "X-Auth-Token": token } };
      await cloud.control.settings({ clockOffsetSeconds: 59 });
      expect((await ask(DOCUMENTED, asked)).status).to.equal(200);
      await cloud.control.settings({ clockOffsetSeconds: 61 });
      expect(await refusal(DOCUMENTED, asked)).to.match(/decrypt token fail/);
      await cloud.control.settings({ clockOffsetSeconds: 0, tokens: [] });
      expect((await ask(DOCUMENTED, asked)).status).to.equal(401);
    });

    it("is refused in IAM's error format", async () => {
      expect((await login({ ...user, password: "wrong" })).body).to.deep.equal({
        error: {
          code: 401,
          message: "The username or password is wrong.",
          title: "Unauthorized",
        },
      });
      expect((await login(user, { name: "elsewhere" })).status).to.equal(401);
      expect((await login(user, {})).status).to.equal(400);
      expect((await login({})).status).to.equal(400);
    });

    it("lists projects, optionally by name", async () => {
      const all = await ask("/v3/projects");
      expect(all.body["projects"]).to.have.length(2);
      const one = await ask(`/v3/projects?name=${seed.region}`);
      expect(one.body).to.have.nested.property(
        "projects[0].id",
        seed.projectId,
      );
      expect(one.body["projects"]).to.have.length(1);
    });
  });
});
