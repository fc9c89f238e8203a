import { expect } from "chai";
import { RequestCounter } from "../../emulator/rateLimit.js";
import { Pace } from "../../provider/huaweicloud/http/pace.js";
import { FakeClock } from "../support/fakeClock.js";

const COUNT = 100;
const AT_ONCE = 32;

/** Sends a hundred requests to a service that accepts or refuses each, and measures the time. */
async function send(
  isTaken: (now: number) => boolean,
  { latencyMs = 20, askedMs = 0 } = {},
) {
  const clock = new FakeClock();
  const pace = new Pace(clock);
  const sent: number[] = [];
  let left = COUNT;
  const attempt = async () => {
    await pace.turn(Infinity);
    const sentAt = clock.now();
    sent.push(sentAt);
    await clock.sleep(latencyMs / 2);
    const taken = isTaken(clock.now());
    await clock.sleep(latencyMs / 2);
    if (!taken) pace.refused(sentAt, askedMs);
    return taken;
  };
  const worker = async () => {
    while (left > 0) {
      left--;
      let taken = false;
      while (!taken) taken = await attempt();
      pace.accepted();
    }
  };
  const all = { isDone: false };
  void Promise.all(Array.from({ length: AT_ONCE }, worker)).then(() => {
    all.isDone = true;
  });
  while (!all.isDone && clock.now() < 600_000) await clock.pass(10);
  return { ms: clock.now(), sent };
}

describe("The pace of requests", () => {
  it("is not limited if the service refuses none", async () => {
    const { ms, sent } = await send(() => true);
    expect(sent).to.have.length(COUNT);
    expect(ms).to.equal(Math.ceil(COUNT / AT_ONCE) * 20);
  });

  for (const requestsPerSecond of [5, 10, 20]) {
    for (const [counts, countsRefused] of [
      ["bucket", false],
      ["window", false],
      ["sliding", false],
      ["sliding", true],
    ] as const) {
      for (const askedMs of [0, 1000]) {
        for (const latencyMs of [4, 100]) {
          it(`finds a limit of ${requestsPerSecond} a second (${counts}${countsRefused ? ", refused ones count" : ""}${askedMs ? ", with a requested pause of 1 s" : ""}, ${latencyMs} ms away)`, async () => {
            const counter = new RequestCounter();
            const limit = { requestsPerSecond, counts, countsRefused };
            const { ms, sent } = await send((now) => counter.take(limit, now), {
              latencyMs,
              askedMs,
            });
            expect(ms / 1000).to.be.at.most((1.5 * COUNT) / requestsPerSecond);
            expect(sent.length).to.be.at.most(1.5 * COUNT);
          });
        }
      }
    }
  }

  for (const requestsPerSecond of [5, 10]) {
    for (const askedMs of [0, 1000]) {
      it(`finds a limit of ${requestsPerSecond} a second of a service that accepts no burst${askedMs ? ", with a requested pause of 1 s" : ""}`, async () => {
        let last = -Infinity;
        const { ms, sent } = await send(
          (now) => {
            if (now - last < 1000 / requestsPerSecond) return false;
            last = now;
            return true;
          },
          { askedMs },
        );
        expect(ms / 1000).to.be.at.most((1.5 * COUNT) / requestsPerSecond);
        expect(sent.length).to.be.at.most(1.5 * COUNT);
      });
    }
  }

  for (const counts of ["bucket", "window", "sliding"] as const) {
    it(`rarely probes a known limit, since a refusal costs the requested pause (${counts})`, async () => {
      const counter = new RequestCounter();
      const limit = { requestsPerSecond: 10, counts, countsRefused: false };
      const { ms } = await send((now) => counter.take(limit, now), {
        askedMs: 1000,
      });
      expect(ms).to.be.at.most(12_000);
    });
  }

  it("keeps the pause that the service asks for, then starts again one by one", async () => {
    const counter = new RequestCounter();
    const limit = {
      requestsPerSecond: 10,
      counts: "window",
      countsRefused: false,
    } as const;
    const { sent } = await send((now) => counter.take(limit, now), {
      askedMs: 5_000,
    });
    const after = sent.filter((at) => at > 1_000);
    expect(after[0]).to.be.within(5_000, 5_200);
    expect((after[1] ?? 0) - (after[0] ?? 0)).to.be.within(80, 120);
  });

  it("notices within seconds when a service that refused for a minute accepts requests again", async () => {
    const { ms } = await send((now) => now < 5 || now > 60_000);
    expect(ms).to.be.within(60_000, 80_000);
  });

  it("says at once that a turn would come too late", async () => {
    const clock = new FakeClock();
    const pace = new Pace(clock);
    pace.refused(clock.now(), 10_000);
    expect(await pace.turn(clock.now() + 9_000)).to.equal(false);
  });
});
