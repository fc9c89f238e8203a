import { expect } from "chai";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import * as seed from "../../emulator/seed.js";
import { asking, TOKEN } from "../support/asking.js";
import { emulatedCloud } from "../support/emulatedCloud.js";

const { hub, identityProvider: idp } = seed;
const ASSUME = "/v5/agencies/assume";
const URN = `iam::${hub.domainId}:agency:${hub.agency}`;

describe("The emulator's STS and IAM", () => {
  const cloud = emulatedCloud();
  const { ask, refusal, signed } = asking(cloud);
  const assume = (more: object = {}) => ({
    method: "POST",
    body: JSON.stringify({
      agency_urn: URN,
      agency_session_name: "test",
      ...more,
    }),
  });
  const withIdToken = (idToken: string) => ({
    method: "POST",
    body: JSON.stringify({
      provider_urn: `iam::${seed.domainId}:oidcProvider:${idp.name}`,
      agency_urn: `iam::${seed.domainId}:agency:${idp.agency}`,
      agency_session_name: "test",
      id_token: idToken,
    }),
  });

  it("gives keys that open only the agency's account", async () => {
    const { status, body } = await ask(ASSUME, signed(ASSUME, assume()));
    expect(status).to.equal(200);
    const key = body["credentials"] as Record<string, string>;
    const sign = (path: string) =>
      signed(path, {
        access: key["access_key_id"] ?? "",
        secret: key["secret_access_key"] ?? "",
        securityToken: key["security_token"] ?? "",
      });
    const listOf = (project: string) =>
      `/v3/${project}/dcaas/vif-peer-detections`;
    const theirs = listOf(hub.projectId);
    expect((await ask(theirs, sign(theirs))).status).to.equal(200);
    const ours = listOf(seed.projectId);
    expect(await refusal(ours, sign(ours))).to.include("another account");
  });

  it("refuses untrusted callers, a token instead of a signature, and a duration that is too long", async () => {
    const other = assume({ agency_urn: URN.replace(hub.agency, "other") });
    expect(await refusal(ASSUME, signed(ASSUME, other))).to.match(
      /^403 STS5\.0005 no permission to perform sts:agencies:assume/,
    );
    expect(await refusal(ASSUME, { ...assume(), headers: TOKEN })).to.match(
      /^401 STS5/,
    );
    const long = assume({ duration_seconds: 43_201 });
    expect(await refusal(ASSUME, signed(ASSUME, long))).to.match(/^400 STS5/);
    expect(
      await refusal(ASSUME, signed(ASSUME, { ...assume(), secret: "another" })),
    ).to.match(/^401 APIGW\.0301/);
  });

  it("verifies id tokens against the keys of their identity provider", async () => {
    const { publicKey, privateKey } = await generateKeyPair("ES256");
    const token = await new SignJWT({})
      .setProtectedHeader({ alg: "ES256" })
      .setIssuer(idp.issuer)
      .setAudience(idp.audience)
      .setSubject("somebody")
      .setExpirationTime("5m")
      .sign(privateKey);
    const path = `${ASSUME}-with-oidc`;
    expect(await refusal(path, withIdToken(token))).to.match(
      /^401 STS5\.0102 the id token is not valid/,
    );
    await cloud.control.settings({
      identityProviders: [
        {
          name: idp.name,
          issuer: idp.issuer,
          audience: idp.audience,
          keys: [{ ...(await exportJWK(publicKey)), kty: "EC", alg: "ES256" }],
        },
      ],
    });
    expect((await ask(path, withIdToken(token))).status).to.equal(200);
  });

  it("issues id tokens for experiments", async () => {
    const idToken = await cloud.control.idToken({ subject: "me" });
    const path = `${ASSUME}-with-oidc`;
    expect((await ask(path, withIdToken(idToken))).status).to.equal(200);
    expect(await refusal(path, withIdToken(`${idToken}x`))).to.match(/^401/);
  });
});
