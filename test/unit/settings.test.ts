import { expect } from "chai";
import { VARIABLES } from "../../provider/settings/settingNames.js";
import { readSettings } from "../../provider/huaweicloud/settings.js";
import { unknownSettings } from "../../provider/settings/unknownSettings.js";

const ENVIRONMENT = {
  HW_REGION_NAME: "cn-north-4",
  HW_PROJECT_ID: "b197c48159d44a66b32c538c3f8da89a",
};

function read(
  environment: Record<string, string>,
  config: Record<string, string> = {},
) {
  return readSettings({
    config: (key) => config[key.replace("huaweicloud:", "")],
    environment,
  });
}

describe("Settings", () => {
  it("come from the environment", () => {
    expect(read(ENVIRONMENT)).to.include({ region: "cn-north-4" });
  });

  it("come from the config rather than the environment", () => {
    expect(read(ENVIRONMENT, { region: "eu-west-101" })).to.include({
      region: "eu-west-101",
    });
  });

  it("use the first variable that is set", () => {
    expect(
      read({ HW_REGION_NAME: " ", OS_REGION_NAME: "af-south-1" }),
    ).to.include({ region: "af-south-1" });
  });

  it("have defaults for the limits of a request", () => {
    expect(read({}).network).to.deep.equal({
      maxRetries: 3,
      requestTimeoutMs: 15_000,
      timeoutMs: 90_000,
      maxConcurrentRequests: 32,
      cacertFile: undefined,
      insecure: false,
    });
  });

  it("may change the limits of a request", () => {
    const { network, problems } = read(
      { HW_MAX_RETRIES: "0", HW_INSECURE: "true" },
      { requestTimeout: "2s", timeout: "1m30s", maxConcurrentRequests: "4" },
    );
    expect(problems).to.deep.equal([]);
    expect(network).to.include({
      maxRetries: 0,
      requestTimeoutMs: 2_000,
      timeoutMs: 90_000,
      maxConcurrentRequests: 4,
      insecure: true,
    });
  });

  it("that are malformed are all reported at once, by key or variable", () => {
    const malformed = {
      region: "not a region",
      cloud: "not a cloud",
      timeZone: "Mars",
      maxRetries: "-1",
      requestTimeout: "0s",
      timeout: "soon",
      maxConcurrentRequests: "0",
      insecure: "perhaps",
      authUrl: "http://example.com",
    };
    const { problems } = read({ HW_PROJECT_ID: "two words" }, malformed);
    const keys = Object.keys(malformed).map((name) => `huaweicloud:${name} `);
    for (const name of ["HW_PROJECT_ID", ...keys]) {
      expect(
        problems.filter((problem) => problem.includes(name)),
        name,
      ).to.have.length(1);
    }
  });

  for (const [text, sentence] of [
    [
      "CN North-Beijing4",
      /should be a region id, such as cn-north-4, not its name/,
    ],
    ["CN-North-4", /should be a region id, .*: use cn-north-4$/],
    [
      '"cn-north-4"',
      /^HW_REGION_NAME is in quotes: set it without the quotes$/,
    ],
  ] as const) {
    it(`with a common mistake get a hint: a region ${text}`, () => {
      const { problems } = read({ HW_REGION_NAME: text });
      expect(problems).to.have.length(1);
      expect(problems[0]).to.match(sentence);
    });
  }

  it("for durations are greater than 0, at most a day, and in whole milliseconds", () => {
    for (const name of ["requestTimeout", "timeout"]) {
      const wrong = (text: string) => read({}, { [name]: text }).problems;
      expect(wrong("0s")).to.deep.equal([
        `huaweicloud:${name} is "0s", but must be greater than 0`,
      ]);
      expect(wrong("600h")).to.deep.equal([
        `huaweicloud:${name} is "600h", but must be at most 24h`,
      ]);
      expect(wrong("24h")).to.deep.equal([]);
    }
    const { network } = read({}, { requestTimeout: "1.005s" });
    expect(network.requestTimeoutMs).to.equal(1005);
  });

  describe("of endpoints", () => {
    const problems = (config: Record<string, string>) =>
      read({}, config).problems.join("\n");

    it("set without --path are an error, since they would query another cloud", () => {
      expect(
        problems({ "endpoints.dc": "https://dcaas.example.com" }),
      ).to.match(
        /huaweicloud:endpoints\.dc was set without --path.*pulumi config set --path huaweicloud:endpoints\.dc/,
      );
    });

    it("that are unknown are an error with a suggestion", () => {
      const endpoints = (value: object) =>
        problems({ endpoints: JSON.stringify(value) });
      expect(endpoints({ dcs: "https://x.example.com" })).to.include(
        "huaweicloud:endpoints.dcs is not a known endpoint: did you mean endpoints.dc?",
      );
      expect(endpoints({ imm: "https://x.example.com" })).to.include(
        "did you mean endpoints.iam?",
      );
      expect(endpoints({ direct: "https://x.example.com" })).to.include(
        "use dc, iam or sts",
      );
    });

    it("may include those of the provider that manages resources", () => {
      const value = {
        dc: "https://dcaas.example.com",
        vpc: "https://vpc.example.com",
      };
      expect(problems({ endpoints: JSON.stringify(value) })).to.equal("");
    });
  });

  it("never show a password in an address", () => {
    const { problems } = read({
      HW_AUTH_URL: "https://user:a-password@example.com",
    });
    expect(problems.join()).to.include("HW_AUTH_URL");
    expect(problems.join()).not.to.include("a-password");
  });

  it("may set an endpoint without TLS only on this machine", () => {
    const dc = (url: string) =>
      read({}, { endpoints: JSON.stringify({ dc: url }) }).problems.join();
    expect(dc("http://127.0.0.1:8080")).to.equal("");
    expect(dc("http://example.com")).to.include("https");
    expect(dc("")).to.include("huaweicloud:endpoints.dc is not a URL");
  });
});

describe("A config", () => {
  const meant = (...names: string[]) =>
    unknownSettings(names.map((name) => `huaweicloud:${name}`)).map(
      ({ key, meant: other }) => `${key} → ${other ?? "?"}`,
    );

  for (const [misspelt, right] of [
    ["acessKey", "accessKey"],
    ["maxRetry", "maxRetries"],
    ["timezone", "timeZone"],
    ["secretkey", "secretKey"],
    ["project", "projectId"],
    ["access_key", "accessKey"],
    ["user", "userId"],
  ] as const) {
    it(`that has ${misspelt} probably means ${right}`, () => {
      expect(meant(misspelt)).to.deep.equal([
        `huaweicloud:${misspelt} → huaweicloud:${right}`,
      ]);
    });
  }

  it("may have keys that resemble no known key", () => {
    expect(meant("somethingElseAltogether")).to.deep.equal([
      "huaweicloud:somethingElseAltogether → ?",
    ]);
  });

  it("may have all of our keys, those of the provider that manages resources, and those of other namespaces", () => {
    const known = [
      ...Object.keys(VARIABLES),
      "enterpriseProjectId",
      "regional",
    ];
    expect(meant(...known)).to.deep.equal([]);
    expect(unknownSettings(["aws:acessKey", "test:x"])).to.deep.equal([]);
  });
});
