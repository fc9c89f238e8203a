import { expect } from "chai";
import * as fc from "fast-check";
import {
  directConnectEndpoint,
  endpointUrl,
  identityEndpoint,
  parseEndpoint,
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
    // The European cloud has its own domain, except for its oldest region.
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
    // Some regions do not have their own IAM.
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

describe("The address of a request", () => {
  it("extends the path of the endpoint, which may end with slashes", () => {
    const at = (endpoint: string) =>
      endpointUrl(new URL(endpoint), "/v3/projects?name=a%20b").href;
    expect(at("https://gw")).to.equal("https://gw/v3/projects?name=a%20b");
    expect(at("https://gw/dc/")).to.equal(
      "https://gw/dc/v3/projects?name=a%20b",
    );
    expect(at("https://gw//dcaas//")).to.equal(
      "https://gw//dcaas/v3/projects?name=a%20b",
    );
  });

  it("is at the endpoint's host, whatever the path", () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom("/", "//", "\\", "..", "@", ":", "a", "%2f"), {
          maxLength: 8,
        }),
        fc.oneof(fc.string({ unit: "binary" }), fc.webPath()),
        fc.option(fc.webQueryParameters()),
        (base, path, query) => {
          const text = `https://gw.example.com:8443/${base.join("")}`;
          fc.pre(URL.canParse(text));
          const endpoint = new URL(text);
          const { origin, username, hash } = endpointUrl(
            endpoint,
            `/${path}${query === null ? "" : `?${query}`}`,
          );
          expect(origin).to.equal("https://gw.example.com:8443");
          expect(username + hash).to.equal("");
        },
      ),
    );
  });
});

describe("An endpoint", () => {
  for (const [text, problem] of [
    ["https://gw.example.com/?tenant=1", /must not have a query/],
    ["https://gw.example.com?", /must not have a query/],
    ["gw.example.com#top", /must not have a query .* or a fragment/],
    ["https://gw.example.com/%zz", /has a path with a % that does not begin/],
    ["https://gw.example.com/%ff", /has a path with a % that does not begin/],
  ] as const) {
    it(`is not ${text}`, () => {
      expect(() => parseEndpoint(text)).to.throw(problem);
    });
  }

  it("may have a path", () => {
    expect(parseEndpoint("gw.example.com//a%20b/").href).to.equal(
      "https://gw.example.com//a%20b/",
    );
  });
});
