import { expect } from "chai";
import { PasswordTrial } from "../../provider/huaweicloud/auth/passwordTrial.js";
import { Renewed } from "../../provider/huaweicloud/auth/renewed.js";
import { RequestError } from "../../provider/huaweicloud/errors.js";
import { FakeClock, settle } from "../support/fakeClock.js";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

describe("A value that expires", () => {
  const lasting = (ms: number) => {
    const clock = new FakeClock();
    const cloud = { asked: 0, fails: false };
    const renewed = new Renewed(
      () => {
        const value = ++cloud.asked;
        return cloud.fails
          ? Promise.reject(new Error("503"))
          : Promise.resolve({ value, until: clock.now() + ms });
      },
      () => clock.now(),
    );
    return { clock, cloud, renewed };
  };

  it("is fetched once, and again five minutes before it expires", async () => {
    const { clock, renewed } = lasting(DAY);
    expect(await Promise.all([renewed.get(), renewed.get()])).to.deep.equal([
      1, 1,
    ]);
    await clock.pass(DAY - 5 * MINUTE - 1);
    expect(await renewed.get()).to.equal(1);
    await clock.pass(1);
    expect(await renewed.get()).to.equal(2);
  });

  it("is fetched once more if it is refused, by any number of requests", async () => {
    const { renewed } = lasting(DAY);
    const first = await renewed.get();
    expect(
      await Promise.all([renewed.renew(first), renewed.renew(first)]),
    ).to.deep.equal([true, true]);
    expect(await renewed.get()).to.equal(2);
    expect(await renewed.renew(2)).to.equal(false);
  });

  it("is kept while it is valid if its renewal fails, and the renewal is tried again", async () => {
    const { clock, cloud, renewed } = lasting(DAY);
    await renewed.get();
    await clock.pass(DAY - 5 * MINUTE);
    cloud.fails = true;
    expect(await Promise.all([renewed.get(), renewed.get()])).to.deep.equal([
      1, 1,
    ]);
    expect(await renewed.get()).to.equal(1);
    expect(cloud.asked).to.equal(2);
    await clock.pass(MINUTE);
    cloud.fails = false;
    expect(await renewed.get()).to.equal(3);
  });

  it("is not used after it expires, even if its renewal fails", async () => {
    const { clock, cloud, renewed } = lasting(DAY);
    await renewed.get();
    await clock.pass(DAY);
    cloud.fails = true;
    expect(await renewed.get().catch(String)).to.equal("Error: 503");
  });

  it("is fetched again after a failure, for later callers", async () => {
    const { cloud, renewed } = lasting(DAY);
    cloud.fails = true;
    const failed = [renewed.get(), renewed.get()].map((one) =>
      one.catch(String),
    );
    expect(await Promise.all(failed)).to.deep.equal([
      "Error: 503",
      "Error: 503",
    ]);
    expect(cloud.asked).to.equal(1);
    cloud.fails = false;
    expect(await renewed.get()).to.equal(2);
  });
});

describe("A password", () => {
  const refusal = () =>
    new RequestError({
      reason: "credentials",
      operation: "sign in",
      method: "POST",
      host: "iam",
      url: "https://iam/v3/auth/tokens",
      outcome: "answered 401",
      attempts: 1,
      elapsedMs: 1,
      nextStep: "",
    });

  function trying(answer: () => Promise<string>) {
    const clock = new FakeClock();
    const trial = new PasswordTrial(() => clock.now());
    let asked = 0;
    const signIn = (scope: string) =>
      trial
        .run(scope, async () => {
          asked++;
          await settle();
          return answer();
        })
        .catch((error: unknown) => (error as Error).message);
    const everywhere = (...scopes: string[]) => Promise.all(scopes.map(signIn));
    return { clock, everywhere, asked: () => asked };
  }

  it("that is refused is tried only once", async () => {
    const { everywhere, asked } = trying(() => Promise.reject(refusal()));
    const refused = await everywhere("a", "b", "c");
    expect(new Set(refused).size).to.equal(1);
    await everywhere("d");
    expect(asked()).to.equal(1);
  });

  it("that is accepted is used for all requests, concurrently after the first", async () => {
    const { everywhere, asked } = trying(() => Promise.resolve("a token"));
    expect(await everywhere("a", "b", "c")).to.deep.equal([
      "a token",
      "a token",
      "a token",
    ]);
    expect(asked()).to.equal(3);
  });

  it("that is changed during the run is tried twice at most", async () => {
    let isGood = true;
    const { clock, everywhere, asked } = trying(() =>
      isGood ? Promise.resolve("a token") : Promise.reject(refusal()),
    );
    await everywhere("a", "b", "c");
    isGood = false;
    await clock.pass(DAY);
    await everywhere("a", "b", "c");
    await everywhere("a", "b", "c", "d");
    expect(asked()).to.be.at.most(5);
  });

  it("that is refused for only one project still works for the others", async () => {
    let isGood = true;
    const { everywhere } = trying(() =>
      isGood ? Promise.resolve("a token") : Promise.reject(refusal()),
    );
    await everywhere("a");
    isGood = false;
    expect(await everywhere("of somebody else")).to.not.include("a token");
    isGood = true;
    expect(await everywhere("b")).to.deep.equal(["a token"]);
    expect(await everywhere("of somebody else")).to.not.include("a token");
  });

  it("is tried again after an unrelated failure", async () => {
    let isUp = false;
    const { everywhere, asked } = trying(() =>
      isUp ? Promise.resolve("a token") : Promise.reject(new Error("503")),
    );
    expect(await everywhere("a", "b")).to.deep.equal(["503", "503"]);
    isUp = true;
    expect(await everywhere("a", "b")).to.deep.equal(["a token", "a token"]);
    expect(asked()).to.equal(3);
  });
});
