import { expect } from "chai";
import * as seed from "../../emulator/seed.js";
import { failureOf } from "../support/lookups.js";
import { detectionId, idOf } from "../support/programs.js";
import { KEYS, PASSWORD, signingIn } from "../support/signingIn.js";

const FAST = { requestTimeout: "300ms" };

describe("A sign-in", () => {
  const { cloud, open } = signingIn();

  const regions = ["cn-north-4", "af-south-1", "eu-west-0"];
  const knowProjects = () =>
    cloud.control.settings({
      projects: regions.map((name) => ({ id: `of-${name}`, name })),
    });

  it("with a wrong password is tried once per process, for any number of regions and projects", async () => {
    const { lookups } = open({ ...PASSWORD, HW_USER_PASSWORD: "a-wrong-one" });
    const queries = [
      ...regions.map((region) => ({ detectionId, region })),
      { detectionId, projectId: "one" },
      { detectionId: idOf(1) },
    ];
    const messages = await Promise.all(
      queries.map((query) => failureOf(() => lookups.find(query))),
    );
    messages.push(
      await failureOf(() => lookups.find({ detectionId, projectId: "later" })),
    );
    expect(new Set(messages).size).to.equal(1);
    expect(messages[0]).to.include("The username or password is wrong");
    expect(await cloud.operations()).to.deep.equal(["createToken"]);
  });

  it("with a password that is refused later is not tried for every region again", async () => {
    await knowProjects();
    await cloud.control.settings({ tokenLifetimeSeconds: 0.3 });
    const { lookups } = open(PASSWORD);
    const everywhere = (own: string) =>
      Promise.all(
        regions.map((region) =>
          lookups.list({ region }, own).catch(() => undefined),
        ),
      );
    await everywhere("first");
    await cloud.control.settings({ users: [] });
    await new Promise((resolve) => setTimeout(resolve, 400));
    await cloud.control.clearRequests();
    await everywhere("second");
    await everywhere("third");
    const operations = await cloud.operations();
    const tried = operations.filter((one) => one === "createToken").length;
    expect(tried).to.be.lessThan(4);
  });

  it("with the right password gets one token for each region", async () => {
    await knowProjects();
    const { lookups } = open(PASSWORD);
    await Promise.all(regions.map((region) => lookups.list({ region })));
    const operations = await cloud.operations();
    expect(operations.filter((one) => one === "createToken")).to.have.length(3);
  });

  for (const [way, environment, operation] of [
    ["a password", PASSWORD, "createToken"],
    ["a lookup of the project", KEYS, "listProjects"],
  ] as const) {
    it(`is shared by lookups with and without the default region: ${way}`, async () => {
      const { lookups } = open(environment);
      await lookups.find({ detectionId });
      await lookups.find({ detectionId, region: seed.region });
      const operations = await cloud.operations();
      expect(operations.filter((one) => one === operation)).to.have.length(1);
    });
  }

  for (const fault of [
    { kind: "status", status: 502 },
    { kind: "status", status: 503 },
    { kind: "status", status: 504 },
    { kind: "resetBeforeHeaders" },
    { kind: "resetAfterHeaders" },
    { kind: "truncated" },
    { kind: "stallHeaders" },
  ] as const) {
    it(`by password is tried again after a transient fault: ${fault.kind}${"status" in fault ? ` ${String(fault.status)}` : ""}`, async () => {
      await cloud.control.fault({ ...fault, operation: "createToken" });
      const { lookups } = open(PASSWORD, FAST);
      await lookups.find({ detectionId });
      expect(await cloud.operations()).to.deep.equal([
        "createToken",
        "createToken",
        "showDetection",
      ]);
    });
  }

  it("that failed because of a transient fault is tried again by a later lookup", async () => {
    await cloud.control.fault({
      kind: "status",
      status: 503,
      operation: "createToken",
    });
    const { lookups } = open(PASSWORD, { maxRetries: "0" });
    expect(await failureOf(() => lookups.find({ detectionId }))).to.include(
      "503",
    );
    expect(await lookups.find({ detectionId }, "later")).to.include({
      detectionId,
    });
  });

  it("whose project lookup failed because of a transient fault is tried again by a later lookup", async () => {
    await cloud.control.fault({
      kind: "status",
      status: 503,
      operation: "listProjects",
    });
    const { lookups } = open(KEYS, { maxRetries: "0" });
    expect(await failureOf(() => lookups.find({ detectionId }))).to.include(
      "503",
    );
    expect(await lookups.find({ detectionId }, "later")).to.include({
      detectionId,
    });
  });
});
