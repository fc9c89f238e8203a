import { expect } from "chai";
import { readSettings } from "../../provider/huaweicloud/settings.js";

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

  it("come from the config before the environment", () => {
    expect(read(ENVIRONMENT, { region: "eu-west-101" })).to.include({
      region: "eu-west-101",
    });
  });

  it("take the first variable that is set", () => {
    expect(
      read({ HW_REGION_NAME: " ", OS_REGION_NAME: "af-south-1" }),
    ).to.include({ region: "af-south-1" });
  });

  it("have defaults for what a request may cost", () => {
    expect(read({}).network).to.deep.equal({
      maxRetries: 3,
      requestTimeoutMs: 15_000,
      timeoutMs: 90_000,
      maxConcurrentRequests: 32,
      cacertFile: undefined,
      insecure: false,
    });
  });

  it("may change what a request may cost", () => {
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

  it("that are malformed are told all at once, by key or variable", () => {
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

  it("never show a password in an address", () => {
    const { problems } = read({
      HW_AUTH_URL: "https://user:a-password@example.com",
    });
    expect(problems.join()).to.include("HW_AUTH_URL");
    expect(problems.join()).not.to.include("a-password");
  });

  it("may name an endpoint on this machine without TLS, and no other", () => {
    const dc = (url: string) =>
      read({}, { endpoints: JSON.stringify({ dc: url }) }).problems.join();
    expect(dc("http://127.0.0.1:8080")).to.equal("");
    expect(dc("http://example.com")).to.include("https");
    expect(dc("")).to.include("huaweicloud:endpoints.dc is not a URL");
  });
});
