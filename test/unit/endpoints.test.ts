import { expect } from "chai";
import {
  directConnectEndpoint,
  identityEndpoint,
} from "../../provider/huaweicloud/endpoints.js";

describe("The endpoint", () => {
  for (const [region, cloud, dc, iam] of [
    [
      "cn-north-4",
      undefined,
      "dcaas.cn-north-4.myhuaweicloud.com",
      "iam.cn-north-4.myhuaweicloud.com",
    ],
    [
      "ap-southeast-3",
      undefined,
      "dcaas.ap-southeast-3.myhuaweicloud.com",
      "iam.ap-southeast-3.myhuaweicloud.com",
    ],
    // The European cloud has a domain of its own, but for its oldest region.
    [
      "eu-west-101",
      undefined,
      "dcaas.eu-west-101.myhuaweicloud.eu",
      "iam.eu-west-101.myhuaweicloud.eu",
    ],
    [
      "eu-west-0",
      undefined,
      "dcaas.eu-west-0.myhuaweicloud.com",
      "iam.eu-west-0.myhuaweicloud.com",
    ],
    // Some regions have no IAM of their own.
    [
      "cn-south-4",
      undefined,
      "dcaas.cn-south-4.myhuaweicloud.com",
      "iam.myhuaweicloud.com",
    ],
    [
      "xx-new-1",
      undefined,
      "dcaas.xx-new-1.myhuaweicloud.com",
      "iam.myhuaweicloud.com",
    ],
    [
      "xx-new-1",
      "cloud.example.com",
      "dcaas.xx-new-1.cloud.example.com",
      "iam.xx-new-1.cloud.example.com",
    ],
  ] as const) {
    it(`of ${region}${cloud === undefined ? "" : ` in the cloud ${cloud}`} is ${dc}, with IAM at ${iam}`, () => {
      expect(directConnectEndpoint(region, cloud).href).to.equal(
        `https://${dc}/`,
      );
      expect(identityEndpoint(region, cloud).href).to.equal(`https://${iam}/`);
    });
  }
});
