import { expect } from "chai";
import * as v from "valibot";
import { ShowVifPeerDetectionResponse } from "../../provider/detections/detection.js";
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

  it("may have fields that are not known here", () => {
    expect(parse({ packets: 100 })).to.deep.equal(parse({}));
  });

  for (const status of ["processing", "error"]) {
    it(`has no loss ratio while its status is ${status}, whatever it reports`, () => {
      expect(parse({ status, loss_ratio: 0 })).to.include({ lossRatio: null });
    });
  }

  for (const absent of [undefined, null, ""]) {
    it(`has null for what is ${String(absent) || "empty"}`, () => {
      expect(parse({ end_time: absent, domain_id: absent })).to.include({
        endTime: null,
        domainId: null,
      });
    });
  }

  const wrong = [
    ["status", "finished"],
    ["status", undefined],
    ["loss_ratio", "0"],
    ["loss_ratio", 101],
    ["loss_ratio", -1],
    ["id", undefined],
    ["vif_peer_id", 5],
    ["start_time", 5],
  ] as const;
  for (const [field, value] of wrong) {
    it(`is an error that names the field where ${field} is ${String(value)}`, () => {
      expect(parse({ [field]: value })).to.match(
        new RegExp(`^vif_peer_detection\\.${field}: `),
      );
    });
  }
});
