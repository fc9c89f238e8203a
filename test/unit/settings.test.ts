import { expect } from "chai";
import { readSettings } from "../../provider/settings.js";

const ENVIRONMENT = {
  HW_REGION_NAME: "cn-north-4",
  HW_PROJECT_ID: "b197c48159d44a66b32c538c3f8da89a",
  HW_AUTH_TOKEN: "token-of-the-environment",
};

function read(
  environment: Record<string, string>,
  config: Record<string, string> = {},
  overrides = {},
) {
  return readSettings(
    { config: (key) => config[key.replace("huaweicloud:", "")], environment },
    overrides,
  );
}

function failure(...args: Parameters<typeof read>): string {
  try {
    read(...args);
    return "nothing";
  } catch (error) {
    return (error as Error).message;
  }
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

  it("give way to what a resource says itself", () => {
    expect(
      read(ENVIRONMENT, { region: "eu-west-101" }, { region: "af-south-1" }),
    ).to.include({ region: "af-south-1" });
  });

  it("that are missing are reported all at once, by key and variable", () => {
    expect(failure({}))
      .to.include("huaweicloud:region (HW_REGION_NAME)")
      .and.to.include("huaweicloud:token (HW_AUTH_TOKEN)");
  });

  it("that are malformed are reported all at once, too", () => {
    const message = failure(ENVIRONMENT, {
      region: "not a region",
      cloud: "not a cloud",
      timeZone: "Mars",
      endpoints: '{"dc": "http://example.com"}',
    });
    for (const key of ["region", "cloud", "timeZone", "endpoints.dc"]) {
      expect(message).to.include(`huaweicloud:${key}`);
    }
  });

  it("never show a secret in an error", () => {
    expect(failure({ ...ENVIRONMENT, HW_AUTH_TOKEN: "a secret" }))
      .to.include("HW_AUTH_TOKEN")
      .and.not.to.include("a secret");
  });

  it("may name an endpoint on this machine without TLS, and no other", () => {
    const dc = (url: string) => ({ endpoints: JSON.stringify({ dc: url }) });
    expect(failure(ENVIRONMENT, dc("http://127.0.0.1:8080"))).to.equal(
      "nothing",
    );
    expect(failure(ENVIRONMENT, dc("http://example.com"))).to.include("https");
  });
});
