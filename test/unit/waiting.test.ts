import { expect } from "chai";
import {
  untilEnded,
  type WaitForCompletion,
  waitingPlan,
} from "../../provider/lookups/waiting.js";
import { bareDetection } from "../support/detections.js";
import { FakeClock } from "../support/fakeClock.js";

const running = bareDetection({
  detectionId: "3284c6e2-a803-4108-8496-ed3f150697d6",
  vifPeerId: "1158951c-a6f1-40a0-af88-632817fd24ac",
  status: "processing",
});

describe("Waiting for a detection", () => {
  /** Waits for a detection that ends after that many reads, with its own clock. */
  async function wait(
    how: WaitForCompletion,
    readsUntilEnd: number,
    isWanted = () => Promise.resolve(true),
  ) {
    const clock = new FakeClock();
    const reads: number[] = [];
    const lines: string[] = [];
    const result = untilEnded(
      running,
      waitingPlan(how),
      () => {
        reads.push(clock.now());
        return Promise.resolve(
          reads.length < readsUntilEnd
            ? running
            : { ...running, status: "complete" as const },
        );
      },
      {
        clock,
        isWanted,
        log: (line) => lines.push(line),
        warn: (sentence) => lines.push(sentence),
      },
    ).catch((error: unknown) => error as Error);
    await clock.pass(3_600_000);
    return { result: await result, reads, lines };
  }

  it("reads it every five seconds until it has ended", async () => {
    const { result, reads } = await wait(true, 3);
    expect(result).to.include({ status: "complete" });
    expect(reads).to.deep.equal([5_000, 10_000, 15_000]);
  });

  it("reads it at the given interval", async () => {
    const { reads } = await wait({ interval: "1s" }, 2);
    expect(reads).to.deep.equal([1_000, 2_000]);
  });

  it("times out after five minutes with an error that says so", async () => {
    const { result, reads } = await wait(true, 1000);
    expect((result as Error).message).to.match(
      /is still processing after waiting 5 min: waitForCompletion\.timeout is 5m/,
    );
    expect(reads.at(-1)).to.equal(300_000);
  });

  it("reads one last time at the timeout", async () => {
    const { reads } = await wait({ timeout: "7s" }, 1000);
    expect(reads).to.deep.equal([5_000, 7_000]);
  });

  it("prints a line at once, and every ten seconds", async () => {
    const { lines } = await wait({ timeout: "25s" }, 1000);
    expect(lines.map((line) => /waited (\d+ s)/.exec(line)?.[1])).to.deep.equal(
      ["0 s", "10 s", "20 s"],
    );
  });

  it("ends when nobody needs the result", async () => {
    const { result, reads } = await wait(true, 1000, () =>
      Promise.resolve(false),
    );
    expect(reads).to.deep.equal([]);
    expect((result as Error).message).to.include("stopped waiting");
  });
});
