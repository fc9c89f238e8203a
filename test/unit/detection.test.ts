import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect } from "chai";
import * as v from "valibot";
import {
  ListVifPeerDetectionsResponse,
  ShowVifPeerDetectionResponse,
} from "../../provider/lookups/detection.js";
import { OUTPUTS } from "../../provider/detections/fields.js";
import { describeIssues } from "../../provider/huaweicloud/describeIssues.js";

const task = {
  id: "3284c6e2-a803-4108-8496-ed3f150697d6",
  vif_peer_id: "1158951c-a6f1-40a0-af88-632817fd24ac",
  project_id: "b197c48159d44a66b32c538c3f8da89a",
  domain_id: "5f0b6c1e9a7d4c3f8e2b1d0c9a8f7e6d",
  start_time: "2025-07-05 15:11:14",
  end_time: "2025-07-05 15:15:14",
  status: "complete",
  loss_ratio: 7,
};

function parse(changes: object) {
  const parsed = v.safeParse(ShowVifPeerDetectionResponse, {
    request_id: "0".repeat(32),
    vif_peer_detection: { ...task, ...changes },
  });
  return parsed.success
    ? parsed.output.vif_peer_detection
    : describeIssues(parsed.issues);
}

describe("A detection in an answer", () => {
  it("has its fields under our names", () => {
    expect(parse({})).to.deep.equal({
      detectionId: task.id,
      vifPeerId: task.vif_peer_id,
      projectId: task.project_id,
      domainId: task.domain_id,
      startTime: task.start_time,
      endTime: task.end_time,
      status: "complete",
      lossRatio: 7,
    });
  });

  it("may have unknown fields", () => {
    expect(parse({ packets: 100 })).to.deep.equal(parse({}));
  });

  for (const status of ["processing", "error"]) {
    it(`has no loss ratio while its status is ${status}, whatever it reports`, () => {
      expect(parse({ status, loss_ratio: 0 })).to.include({ lossRatio: null });
    });
  }

  for (const absent of [undefined, null, ""]) {
    it(`has null for fields that are ${String(absent) || "empty"}`, () => {
      expect(parse({ end_time: absent, domain_id: absent })).to.include({
        endTime: null,
        domainId: null,
      });
    });
  }

  it("that has failed may report any loss ratio, such as -1", () => {
    expect(parse({ status: "error", loss_ratio: -1 })).to.include({
      status: "error",
      lossRatio: null,
    });
  });

  const wrong = [
    [
      "status",
      "finished",
      'is "finished", expected processing, complete or error',
    ],
    ["status", undefined, "is missing"],
    ["loss_ratio", "0", 'is "0", expected a number from 0 to 100'],
    ["loss_ratio", 101, "is 101, expected a number from 0 to 100"],
    ["loss_ratio", -1, "is -1, expected a number from 0 to 100"],
    ["id", undefined, "is missing"],
    ["id", "", 'is "", expected a value that is not empty'],
    ["vif_peer_id", 5, "is 5, expected a string"],
    ["start_time", 5, "is 5, expected a string"],
  ] as const;
  for (const [field, value, sentence] of wrong) {
    it(`is an error that names the field if ${field} is ${JSON.stringify(value)}`, () => {
      expect(parse({ [field]: value })).to.equal(
        `vif_peer_detection.${field} ${sentence}`,
      );
    });
  }

  it("is an error in our own words if it has another shape", () => {
    const problem = (body: unknown) =>
      describeIssues(
        v.safeParse(ShowVifPeerDetectionResponse, body).issues ?? [],
      );
    expect(problem(1)).to.equal("the body is 1, expected an object");
    expect(problem({})).to.equal("vif_peer_detection is missing");
    expect(problem({ vif_peer_detection: "x".repeat(500) })).to.match(
      /^vif_peer_detection is "x{79}…, expected an object$/,
    );
  });
});

describe("A listing", () => {
  const list = (...rows: unknown[]) =>
    v.parse(ListVifPeerDetectionsResponse, { vif_peer_detections: rows })
      .vif_peer_detections;

  it("keeps the readable fields of an odd row, and all other rows", () => {
    expect(
      list(task, { ...task, status: "paused", start_time: 5 }, null),
    ).to.deep.equal([
      { ...(parse({}) as object) },
      {
        problem:
          'start_time is 5, expected a string; status is "paused", expected processing, complete or error',
        detectionId: task.id,
        vifPeerId: task.vif_peer_id,
        status: "paused",
        startTime: undefined,
      },
      {
        problem: "it is null, expected an object",
        detectionId: undefined,
        vifPeerId: undefined,
        status: undefined,
        startTime: undefined,
      },
    ]);
  });
});

describe("Each field of a detection", () => {
  const reference = readFileSync(
    resolve(__dirname, "../../docs/reference.md"),
    "utf8",
  );
  for (const name of OUTPUTS) {
    it(`is documented as an output and in a function's result: ${name}`, () => {
      expect(reference).to.match(
        new RegExp(`^\\| \`${name}: pulumi\\.Output<`, "m"),
      );
      expect(reference).to.match(new RegExp(`^\\| \`${name}: (?!pulumi)`, "m"));
    });
  }
});
