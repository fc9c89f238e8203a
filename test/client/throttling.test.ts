import { expect } from "chai";
import * as seed from "../../emulator/seed.js";
import type { SettingsChange } from "../../emulator/controlClient.js";
import { idOf } from "../support/programs.js";
import { emulatedCloud } from "../support/emulatedCloud.js";
import { openLookups } from "../support/lookups.js";

const COUNT = 100;
const ids = Array.from({ length: COUNT }, (_, index) => idOf(index));

type RateLimit = NonNullable<SettingsChange["rateLimit"]>;

describe("A hundred lookups against a service that throttles", () => {
  const cloud = emulatedCloud();

  beforeEach(() =>
    cloud.control.setDetections(
      ids.map((id) => ({ ...seed.documentedDetection, id })),
    ),
  );

  const lookAll = async (config: Record<string, string> = {}) => {
    const { lookups } = openLookups({
      region: seed.region,
      projectId: seed.projectId,
      token: seed.token,
      endpoints: JSON.stringify({ dc: cloud.url }),
      ...config,
    });
    const started = performance.now();
    await Promise.all(ids.map((id) => lookups.find({ detectionId: id })));
    return (performance.now() - started) / 1000;
  };

  const PER_SECOND = 20;
  const LIMITS: Omit<RateLimit, "requestsPerSecond">[] = [
    { counts: "bucket" },
    { counts: "window", retryAfter: "1" },
    { counts: "sliding", countsRefused: true },
  ];
  for (const limit of LIMITS) {
    it(`all succeed, in at most 1.5 times as long as ${PER_SECOND} per second take: ${JSON.stringify(limit)}`, async () => {
      await cloud.control.settings({
        rateLimit: { requestsPerSecond: PER_SECOND, ...limit },
      });
      const seconds = await lookAll();
      expect(seconds).to.be.at.most((1.5 * COUNT) / PER_SECOND);
      const refused = (await cloud.operations()).length - COUNT;
      expect(refused).to.be.at.most(COUNT / 2);
    });
  }

  it("all succeed even without retries", async () => {
    await cloud.control.settings({ rateLimit: { requestsPerSecond: 50 } });
    await lookAll({ maxRetries: "0" });
  });
});
