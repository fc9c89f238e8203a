import { expect } from "chai";
import { RequestLimit } from "../../provider/huaweicloud/http/requestLimit.js";
import { FakeClock, settle } from "../support/fakeClock.js";

describe("Requests that run at once", () => {
  it("are never more than the limit, and each has its turn", async () => {
    const clock = new FakeClock();
    const gate = new RequestLimit(3, clock);
    let running = 0;
    let most = 0;
    const done: number[] = [];
    const all = Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        gate.pass(async () => {
          most = Math.max(most, ++running);
          await clock.sleep(10);
          running--;
          done.push(index);
        }),
      ),
    );
    await clock.pass(100);
    await all;
    expect(most).to.equal(3);
    expect(done).to.deep.equal([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it("give their place on where they fail", async () => {
    const gate = new RequestLimit(1, new FakeClock());
    const failed = gate.pass(() => Promise.reject(new Error("no")));
    const next = gate.pass(() => Promise.resolve("yes"));
    await failed.catch(() => undefined);
    expect(await next).to.equal("yes");
  });

  it("all wait while the cloud has asked one of them for a pause", async () => {
    const clock = new FakeClock();
    const gate = new RequestLimit(32, clock);
    const started: number[] = [];
    gate.closeFor(500);
    gate.closeFor(200);
    const all = Promise.all(
      [1, 2].map(() =>
        gate.pass(() => Promise.resolve(started.push(clock.now()))),
      ),
    );
    await settle();
    expect(started).to.deep.equal([]);
    await clock.pass(600);
    await all;
    expect(started).to.deep.equal([500, 500]);
  });

  it("wait for a pause no longer than they have time", async () => {
    const clock = new FakeClock();
    const gate = new RequestLimit(32, clock);
    gate.closeFor(60_000);
    const passed = gate.pass(() => Promise.resolve(clock.now()), 1_000);
    await clock.pass(60_000);
    expect(await passed).to.equal(1_000);
  });
});
