import { expect } from "chai";
import { parseErrorBody } from "../../provider/huaweicloud/errorBody.js";

describe("An error of a service", () => {
  const parse = (body: string, headers: Record<string, string> = {}) =>
    parseErrorBody({ status: 400, header: (name) => headers[name], body });

  for (const [whose, body, expected] of [
    [
      "the gateway",
      { error_msg: "m", error_code: "APIGW.0301", request_id: "r" },
      { code: "APIGW.0301", message: "m", requestId: "r" },
    ],
    [
      "Direct Connect",
      { error_code: "DC.0002", error_msg: "m" },
      { code: "DC.0002", message: "m" },
    ],
    [
      "IAM, with a number",
      { error: { code: 401, message: "m", title: "Unauthorized" } },
      { code: "401", message: "m" },
    ],
    [
      "other network services",
      { error: { error_code: "c", error_msg: "m" } },
      { code: "c", message: "m" },
    ],
    [
      "the SDKs' own",
      { errorCode: "c", errorMsg: "m" },
      { code: "c", message: "m" },
    ],
    ["a proxy", { code: "c", message: "m" }, { code: "c", message: "m" }],
  ] as const) {
    it(`in the format of ${whose} is understood`, () => {
      expect(parse(JSON.stringify(body))).to.deep.equal(expected);
    });
  }

  it("may have the request id only in a header", () => {
    expect(parse("{}", { "x-request-id": "r" })).to.include({ requestId: "r" });
    expect(parse("", { "x-iam-trace-id": "r" })).to.include({ requestId: "r" });
  });

  it("as HTML is its visible text", () => {
    expect(
      parse(
        "<html><style>p { color: red }</style><h1>Bad</h1>\n<p>gateway</p>",
      ),
    ).to.deep.equal({ message: "Bad gateway" });
  });
});
