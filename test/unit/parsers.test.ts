import { expect } from "chai";
import * as fc from "fast-check";
import * as v from "valibot";
import {
  ListVifPeerDetectionsResponse,
  ShowVifPeerDetectionResponse,
} from "../../provider/lookups/detection.js";
import {
  formatDuration,
  parseDuration,
} from "../../provider/units/duration.js";
import { parseErrorBody } from "../../provider/huaweicloud/errorBody.js";
import { readSettings } from "../../provider/huaweicloud/settings.js";
import { parseTime } from "../../provider/units/time.js";

const anyText = fc.string({ unit: "binary" });
const HOUR = 3_600_000;

describe("A duration", () => {
  for (const [text, ms] of [
    ["30s", 30_000],
    ["5m", 300_000],
    ["1h30m", 5_400_000],
    ["500ms", 500],
    ["1.5h", 5_400_000],
    ["0s", 0],
  ] as const) {
    it(`of ${text} is ${String(ms)} milliseconds`, () => {
      expect(parseDuration(text)).to.equal(ms);
    });
  }

  for (const text of ["", "5", "m", "-5m", "5 m", "5m!", "1d", "1e3s"]) {
    it(`is not "${text}", and the error shows an example`, () => {
      expect(() => parseDuration(text)).to.throw(
        `${JSON.stringify(text)} is not a duration such as 30s, 5m or 1h30m`,
      );
    });
  }

  it("is the sum of its parts, whatever they are", () => {
    fc.assert(
      fc.property(fc.nat(99), fc.nat(99), fc.nat(99), (h, m, s) => {
        expect(
          parseDuration(`${String(h)}h${String(m)}m${String(s)}s`),
        ).to.equal(h * HOUR + m * 60_000 + s * 1000);
      }),
    );
  });

  it("throws only that error for any other text", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        try {
          expect(parseDuration(text)).to.be.at.least(0);
        } catch (error) {
          expect((error as Error).message).to.include("is not a duration");
        }
      }),
    );
  });

  it("is written for people", () => {
    expect(
      [450, 9_900, 45_000, 200_000, 7_500_000, 4 * 24 * HOUR].map(
        formatDuration,
      ),
    ).to.deep.equal([
      "0.5 s",
      "9.9 s",
      "45 s",
      "3 min 20 s",
      "2 h 5 min",
      "4 days",
    ]);
  });
});

describe("A time of the API", () => {
  const utc = Date.UTC(2025, 6, 5, 15, 11, 14);

  for (const [text, zone, ms] of [
    ["2025-07-05 15:11:14", "Z", utc],
    ["2025-07-05 15:11:14", "+08:00", utc - 8 * HOUR],
    ["2025-07-05T15:11:14Z", "+08:00", utc],
    ["2025-07-05T15:11:14.250Z", "Z", utc + 250],
    ["2025-07-05T15:11:14+0200", "Z", utc - 2 * HOUR],
  ] as const) {
    it(`${text} is understood, with ${zone} if it has no zone`, () => {
      expect(parseTime(text, zone)).to.equal(ms);
    });
  }

  it("is not a text that only resembles one", () => {
    for (const text of ["", "2025-07-05", "2025-13-05 00:00:00", "now"]) {
      expect(parseTime(text, "Z"), text).to.equal(undefined);
    }
  });

  it("does not depend on the time zone of this machine", () => {
    const zone = process.env["TZ"];
    try {
      for (const place of ["Asia/Shanghai", "America/Lima", "UTC"]) {
        process.env["TZ"] = place;
        expect(parseTime("2025-07-05 15:11:14", "Z")).to.equal(utc);
      }
    } finally {
      if (zone === undefined) Reflect.deleteProperty(process.env, "TZ");
      else process.env["TZ"] = zone;
    }
  });

  it("is any instant in the API's format", () => {
    const dates = fc.date({
      min: new Date(0),
      max: new Date("2100-01-01"),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(dates, (date) => {
        const text = date.toISOString().slice(0, 19).replace("T", " ");
        const whole = Math.floor(date.getTime() / 1000) * 1000;
        expect(parseTime(text, "Z")).to.equal(whole);
      }),
    );
  });
});

describe("Any response of the service", () => {
  const leaves = (value: unknown): unknown[] =>
    typeof value === "object" && value !== null
      ? Object.entries(value)
          // The problem of a row in a listing is described in our own words.
          .filter(([key]) => key !== "problem")
          .flatMap(([, inner]) => leaves(inner))
      : [value];

  it("is a detection with its own values, or is rejected", () => {
    const field = fc.oneof(
      fc.string(),
      fc.integer({ min: -1, max: 101 }),
      fc.constantFrom(null, undefined, "complete", "processing", "error"),
    );
    const task = fc.record(
      {
        id: field,
        vif_peer_id: field,
        project_id: field,
        domain_id: field,
        start_time: field,
        end_time: field,
        status: field,
        loss_ratio: field,
      },
      { requiredKeys: [] },
    );
    const answer = fc.oneof(
      fc.record({ request_id: field, vif_peer_detection: task }),
      fc.record({ vif_peer_detections: fc.array(task) }),
      fc.jsonValue(),
    );
    fc.assert(
      fc.property(answer, (json) => {
        for (const schema of [
          ShowVifPeerDetectionResponse,
          ListVifPeerDetectionsResponse,
        ]) {
          const parsed = v.safeParse(schema, json);
          if (!parsed.success) continue;
          const given = leaves(json);
          for (const value of leaves(parsed.output)) {
            if (value != null) expect(given).to.include(value);
          }
        }
      }),
      { numRuns: 1000 },
    );
  });

  it("gives an error a message", () => {
    const bodies = fc.oneof(anyText, fc.json());
    fc.assert(
      fc.property(bodies, (body) => {
        const error = parseErrorBody({
          status: 400,
          header: () => undefined,
          body,
        });
        expect(error.message).to.be.a("string").and.not.equal("");
      }),
    );
  });
});

describe("Any settings", () => {
  it("are read without a crash, and every problem names its key", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(
          ...["region", "cloud", "authUrl", "endpoints", "maxRetries"],
          ...["timeout", "insecure", "timeZone"],
        ),
        anyText,
        (name, text) => {
          const { problems } = readSettings({
            config: (key) => (key === `huaweicloud:${name}` ? text : undefined),
            environment: {},
          });
          for (const problem of problems) {
            expect(problem).to.match(new RegExp(`^huaweicloud:${name}\\b`));
          }
        },
      ),
    );
  });
});
