import { expect } from "chai";
import { SharedFetches } from "../../provider/detections/sharedFetches.js";
import { FakeClock } from "../support/fakeClock.js";

describe("What is fetched once", () => {
  const clock = new FakeClock();
  let fetched = 0;
  let once: SharedFetches<number>;
  const fetch = () => Promise.resolve(++fetched);

  beforeEach(async () => {
    await clock.pass(1);
    fetched = 0;
    once = new SharedFetches<number>(() => clock.now());
  });

  it("is shared by all who ask for the same", async () => {
    expect(
      await Promise.all([
        once.get(["a"], {}, fetch),
        once.get(["a"], {}, fetch),
        once.get(["b"], {}, fetch),
      ]),
    ).to.deep.equal([1, 1, 2]);
  });

  it("is fetched again for who wants one of his own", async () => {
    await once.get(["a"], {}, fetch);
    expect(await once.get(["a"], { own: "x" }, fetch)).to.equal(2);
    expect(await once.get(["a"], { own: "x" }, fetch)).to.equal(2);
    expect(await once.get(["a"], { own: "y" }, fetch)).to.equal(3);
    expect(await once.get(["a"], {}, fetch)).to.equal(1);
  });

  it("is fetched again where it is older than it may be", async () => {
    await clock.pass(10);
    await once.get(["a"], {}, fetch);
    expect(
      await once.get(["a"], { notBefore: clock.now() - 5 }, fetch),
    ).to.equal(1);
    await clock.pass(10);
    expect(
      await once.get(["a"], { notBefore: clock.now() - 5 }, fetch),
    ).to.equal(2);
  });
});
