import { expect } from "chai";
import * as seed from "../../emulator/seed.js";
import {
  COLLECTION,
  DOCUMENTED,
  TOKEN,
  UNKNOWN,
  asking,
} from "../support/asking.js";
import { emulatedCloud } from "../support/emulatedCloud.js";

describe("The emulator's detections", () => {
  const cloud = emulatedCloud();
  const { ask, show, refusal } = asking(cloud);

  describe("showing a detection", () => {
    it("answers the documented one", async () => {
      const { status, headers, body } = await ask(DOCUMENTED);
      expect(status).to.equal(200);
      expect(body["vif_peer_detection"]).to.deep.equal(
        seed.documentedDetection,
      );
      expect(body["request_id"]).to.match(/^[0-9a-f]{32}$/);
      expect(headers.get("x-request-id")).to.equal(body["request_id"]);
    });

    it("accepts an id in capitals", async () => {
      const id = seed.documentedDetection.id.toUpperCase();
      expect((await ask(`${COLLECTION}/${id}`)).status).to.equal(200);
    });

    it("answers 404 or 400 for an unknown one", async () => {
      const path = `${COLLECTION}/${UNKNOWN}`;
      expect(await refusal(path)).to.match(/^404 DC\.0002 /);
      await cloud.control.settings({ notFoundStatus: 400 });
      expect(await refusal(path)).to.match(/^400 DC\.0002 /);
    });

    it("does not know it in another project", async () => {
      const path = DOCUMENTED.replace(seed.projectId, seed.otherProject.id);
      const headers = { "X-Auth-Token": seed.otherProjectToken };
      expect(await refusal(path, { headers })).to.match(/^404 DC\.0002 /);
    });

    it("refuses a malformed id", async () => {
      expect(await refusal(`${COLLECTION}/newest`)).to.match(/^400 DC\.0001 /);
    });

    it("has no other API", async () => {
      expect(await refusal("/v3/elsewhere")).to.match(/^404 APIGW\.0101 /);
      expect(
        await refusal(DOCUMENTED, { method: "PUT", headers: TOKEN }),
      ).to.match(/^404 APIGW\.0101 /);
    });

    it("returns unknown fields, and null", async () => {
      const given = { id: UNKNOWN, new_field: [1], end_time: null };
      await cloud.control.addDetections([given]);
      expect(await show(`${COLLECTION}/${UNKNOWN}`)).to.deep.equal({
        ...given,
        project_id: seed.projectId,
      });
    });
  });

  describe("a detection that takes time", () => {
    const task = { ...seed.documentedDetection, loss_ratio: 7 };
    /** Lets time pass for the cloud. */
    const pass = (clockOffsetSeconds: number) =>
      cloud.control.settings({ clockOffsetSeconds });

    it("is processing without a result, then complete", async () => {
      await cloud.control.setDetections([
        { ...task, completes_after_ms: 60_000 },
      ]);
      const running = await show();
      expect(running).to.include({ status: "processing", loss_ratio: 0 });
      expect(running).not.to.have.property("end_time");
      await pass(61);
      expect(await show()).to.deep.equal(task);
    });

    it("counts from its first read if requested", async () => {
      await cloud.control.setDetections([
        { ...task, completes_after_ms: 60_000, from_first_read: true },
      ]);
      await pass(61);
      expect((await show())["status"]).to.equal("processing");
      await pass(122);
      expect((await show())["status"]).to.equal("complete");
    });

    it("may end in an error", async () => {
      await cloud.control.setDetections([
        { ...task, status: "error", completes_after_ms: 0 },
      ]);
      expect((await show())["status"]).to.equal("error");
    });

    it("is changed by a patch, at once if it sets a status", async () => {
      await cloud.control.setDetections([
        { ...task, completes_after_ms: 60_000 },
      ]);
      await cloud.control.patchDetection(task.id, { loss_ratio: 50 });
      expect((await show())["status"]).to.equal("processing");
      await cloud.control.patchDetection(task.id, { status: "complete" });
      expect(await show()).to.include({ status: "complete", loss_ratio: 50 });
    });
  });

  describe("creating and deleting", () => {
    const create = (body: unknown) =>
      ask(COLLECTION, {
        method: "POST",
        headers: TOKEN,
        body: JSON.stringify(body),
      });

    it("starts a detection that completes according to the settings", async () => {
      await cloud.control.settings({
        createdDetection: { completes_after_ms: 60_000, loss_ratio: 3 },
      });
      const { status, body } = await create({
        vif_peer_detection: { vif_peer_id: UNKNOWN },
      });
      const task = body["vif_peer_detection"] as Record<string, unknown>;
      expect(status).to.equal(200);
      expect(task).to.include({
        vif_peer_id: UNKNOWN,
        status: "processing",
        loss_ratio: 0,
      });
      expect(task).to.have.property("start_time");
      expect(task).not.to.have.property("end_time");
      await cloud.control.settings({ clockOffsetSeconds: 61 });
      const later = await show(`${COLLECTION}/${String(task["id"])}`);
      expect(later).to.include({ status: "complete", loss_ratio: 3 });
      expect(later["end_time"]).to.match(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
    });

    it("refuses a second detection of a peer while one is running, if the settings say so", async () => {
      await cloud.control.settings({
        createdDetection: { completes_after_ms: 60_000, loss_ratio: 0 },
        refusalWhileRunning: { status: 409, code: "DC.2801" },
      });
      const body = { vif_peer_detection: { vif_peer_id: UNKNOWN } };
      expect((await create(body)).status).to.equal(200);
      const second = await create(body);
      expect(second.status).to.equal(409);
      expect(second.body["error_code"]).to.equal("DC.2801");
      await cloud.control.settings({ clockOffsetSeconds: 61 });
      expect((await create(body)).status).to.equal(200);
    });

    it("refuses a body without a peer", async () => {
      const { status, body } = await create({ vif_peer_detection: {} });
      expect(status).to.equal(400);
      expect(body["error_code"]).to.equal("DC.0000");
    });

    it("deletes", async () => {
      const remove = { method: "DELETE", headers: TOKEN };
      expect((await ask(DOCUMENTED, remove)).status).to.equal(204);
      expect((await ask(DOCUMENTED, remove)).status).to.equal(404);
    });
  });

  describe("listing", () => {
    const ids = [1, 2, 3, 4, 5].map(
      (n) => `00000000-0000-4000-8000-00000000000${String(n)}`,
    );
    beforeEach(() =>
      cloud.control.setDetections([...ids].reverse().map((id) => ({ id }))),
    );

    async function list(query: string) {
      const { body } = await ask(`${COLLECTION}?${query}`);
      return {
        ids: (body["vif_peer_detections"] as { id: string }[]).map(
          ({ id }) => id,
        ),
        info: body["page_info"] as Record<string, unknown>,
      };
    }

    it("sorts by id, and ignores a filter that the API does not have", async () => {
      const page = await list(`vif_peer_id=${UNKNOWN}`);
      expect(page.ids).to.deep.equal(ids);
      expect(page.info).to.deep.equal({
        current_count: 5,
        previous_marker: ids[0],
      });
    });

    it("goes from marker to marker, either way", async () => {
      const first = await list("limit=2");
      expect(first.ids).to.deep.equal(ids.slice(0, 2));
      expect(first.info["next_marker"]).to.equal(ids[1]);
      const last = await list(`limit=3&marker=${String(ids[1])}`);
      expect(last.ids).to.deep.equal(ids.slice(2));
      expect(last.info).not.to.have.property("next_marker");
      const down = await list(`limit=2&marker=${String(ids[2])}&sort_dir=desc`);
      expect(down.ids).to.deep.equal([ids[1], ids[0]]);
    });

    it("refuses a limit that is not in 1..2000", async () => {
      for (const limit of ["0", "2001", "-1", "two", ""]) {
        expect(await refusal(`${COLLECTION}?limit=${limit}`)).to.match(
          /^400 DC\.0001 /,
        );
      }
    });

    it("can return incorrect pages", async () => {
      const marker = String(ids[1]);
      await cloud.control.settings({ pageBug: "repeatMarker" });
      const repeated = await list(`limit=2&marker=${marker}`);
      expect(repeated.info["next_marker"]).to.equal(marker);
      await cloud.control.settings({ pageBug: "repeatPage" });
      expect((await list(`limit=2&marker=${marker}`)).ids).to.deep.equal(
        ids.slice(0, 2),
      );
      await cloud.control.settings({ pageBug: "none", maxPageSize: 1 });
      expect((await list("")).ids).to.deep.equal(ids.slice(0, 1));
    });
  });
});
