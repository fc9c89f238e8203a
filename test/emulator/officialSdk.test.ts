import { BasicCredentials } from "@huaweicloud/huaweicloud-sdk-core";
import { ClientBuilder } from "@huaweicloud/huaweicloud-sdk-core/ClientBuilder.js";
import type { HcClient } from "@huaweicloud/huaweicloud-sdk-core/HcClient.js";
import type { SdkResponse } from "@huaweicloud/huaweicloud-sdk-core/SdkResponse.js";
import { expect } from "chai";
import * as seed from "../../emulator/seed.js";
import { emulatedCloud } from "../support/emulatedCloud.js";

const COLLECTION = "/v3/{project_id}/dcaas/vif-peer-detections";

describe("The official SDK, as a client of the emulator", () => {
  const cloud = emulatedCloud();

  function client(credentials: BasicCredentials): HcClient {
    return new ClientBuilder((hcClient) => hcClient)
      .withCredential(credentials.withProjectId(seed.projectId))
      .withEndpoint(cloud.url)
      .build();
  }

  const permanent = () =>
    new BasicCredentials().withAk(seed.accessKey).withSk(seed.secretKey);
  const temporary = () =>
    new BasicCredentials()
      .withAk(seed.temporaryAccessKey)
      .withSk(seed.temporarySecretKey)
      .withSecurityToken(seed.securityToken);
  const ask = (
    credentials: BasicCredentials,
    options: { method?: string; path?: string; data?: object } = {},
  ) =>
    client(credentials).sendRequest<SdkResponse & Record<string, unknown>>({
      method: options.method ?? "GET",
      url: COLLECTION + (options.path ?? ""),
      contentType: "application/json",
      queryParams: {},
      pathParams: { project_id: seed.projectId },
      headers: {},
      data: options.data ?? {},
    });

  for (const [kind, credentials] of Object.entries({ permanent, temporary })) {
    it(`shows a detection with a ${kind} key`, async () => {
      const answer = await ask(credentials(), {
        path: `/${seed.documentedDetection.id}`,
      });
      expect(answer["vif_peer_detection"]).to.deep.equal(
        seed.documentedDetection,
      );
    });
  }

  it("lists and starts detections", async () => {
    const data = {
      vif_peer_detection: {
        vif_peer_id: seed.documentedDetection.vif_peer_id,
      },
    };
    const created = await ask(permanent(), { method: "POST", data });
    expect(created["vif_peer_detection"]).to.include({ status: "processing" });
    const listed = await ask(permanent());
    expect(listed["vif_peer_detections"]).to.have.length(2);
  });
});
