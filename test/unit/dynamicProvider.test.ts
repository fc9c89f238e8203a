import { expect } from "chai";
import { open, OUTPUTS } from "../../provider/index.js";
import { isResult } from "../../provider/savedResult.js";

describe("A saved state", () => {
  const names = OUTPUTS.map((name) => [name, null] as const);
  const whole: Record<string, unknown> = Object.fromEntries(names);

  it("holds a whole result without what older versions did not save", () => {
    const { domainId, ...older } = whole;
    expect(domainId).to.equal(null);
    expect(isResult(whole)).to.equal(true);
    expect(isResult(older)).to.equal(true);
  });

  for (const name of ["status", "lossRatio", "endTime", "vifPeerId"]) {
    it(`holds no result without ${name}`, () => {
      const { [name]: left, ...rest } = whole;
      expect(left).to.equal(null);
      expect(isResult(rest)).to.equal(false);
    });
  }
});

describe("The difference between a saved and a fetched result", () => {
  const id = "3284c6e2-a803-4108-8496-ed3f150697d6";
  const saved = {
    __id: id,
    __provider: "the shim",
    detectionId: id,
    vifPeerId: "1158951c-a6f1-40a0-af88-632817fd24ac",
    projectId: "b197c48159d44a66b32c538c3f8da89a",
    domainId: null,
    region: "cn-north-4",
    startTime: "2025-07-05 15:11:14",
    endTime: "2025-07-05 15:15:14",
    status: "complete" as const,
    lossRatio: 0,
  };
  const diff = async (olds: object, news: object = {}) => {
    const provider = await open({ get: () => undefined });
    return provider.diff(id, olds, { ...saved, ...news });
  };

  it("is empty if they are equal", async () => {
    expect(await diff(saved)).to.deep.equal({ changes: false, replaces: [] });
  });

  it("is an update if the saved shim is another one, so that the state gets the new one", async () => {
    expect(await diff({ ...saved, __provider: "an older shim" })).to.deep.equal(
      { changes: true, replaces: [] },
    );
  });

  it("is empty if an older version did not save a property", async () => {
    const { domainId, ...older } = saved;
    expect(domainId).to.equal(null);
    expect(await diff(older)).to.deep.equal({ changes: false, replaces: [] });
  });

  it("is an update if the result has changed", async () => {
    expect(await diff(saved, { lossRatio: 5 })).to.deep.equal({
      changes: true,
      replaces: [],
    });
  });
});
