import { expect } from "chai";
import { Renewed } from "../../provider/huaweicloud/auth/renewed.js";
import { SharedFetches } from "../../provider/detections/sharedFetches.js";
import { FakeClock } from "../support/fakeClock.js";

describe("What is fetched in a batch", () => {
  let fetched = 0;
  let shared: SharedFetches<number>;
  const fetch = () => Promise.resolve(++fetched);

  beforeEach(() => {
    fetched = 0;
    shared = new SharedFetches<number>();
  });

  it("is shared by all who ask for the same", async () => {
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

describe("What is good for a time only", () => {
  const day = 24 * 3_600_000;

  const lasting = (ms: number) => {
    const clock = new FakeClock();
    let issued = 0;
    const renewed = new Renewed(
      () => Promise.resolve({ value: ++issued, until: clock.now() + ms }),
      () => clock.now(),
    );
    return { clock, renewed };
  };

  it("is fetched once, and again five minutes before it ends", async () => {
    const { clock, renewed } = lasting(day);
    expect(await Promise.all([renewed.get(), renewed.get()])).to.deep.equal([
      1, 1,
    ]);
    await clock.pass(day - 5 * 60_000 - 1);
    expect(await renewed.get()).to.equal(1);
    await clock.pass(1);
    expect(await renewed.get()).to.equal(2);
  });

  it("is fetched once more where it is refused, by however many", async () => {
    const { renewed } = lasting(day);
    const first = await renewed.get();
    expect(
      await Promise.all([renewed.renew(first), renewed.renew(first)]),
    ).to.deep.equal([true, true]);
    expect(await renewed.get()).to.equal(2);
    expect(await renewed.renew(2)).to.equal(false);
  });

  it("is not asked for again after a failure, which could lock an account", async () => {
    let asked = 0;
    const renewed = new Renewed<number>(
      () => Promise.reject(new Error(String(++asked))),
      () => 0,
    );
    for (let attempt = 0; attempt < 3; attempt++) {
      await renewed.get().catch(() => undefined);
    }
    expect(asked).to.equal(1);
  });
});
