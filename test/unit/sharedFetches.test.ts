import { expect } from "chai";
import { SharedFetches } from "../../provider/lookups/sharedFetches.js";

describe("A value fetched in a batch", () => {
  let fetched = 0;
  let shared: SharedFetches<number>;
  const fetch = () => Promise.resolve(++fetched);

  beforeEach(() => {
    fetched = 0;
    shared = new SharedFetches<number>();
  });

  it("is shared by all callers that need it", async () => {
    expect(
      await Promise.all([
        shared.get(["a"], "batch", fetch),
        shared.get(["a"], "batch", fetch),
        shared.get(["b"], "batch", fetch),
      ]),
    ).to.deep.equal([1, 1, 2]);
  });

  it("is not served to another batch, which may depend on something newer", async () => {
    await shared.get(["a"], "earlier", fetch);
    expect(await shared.get(["a"], "later", fetch)).to.equal(2);
    expect(await shared.get(["a"], "earlier", fetch)).to.equal(1);
  });
});
