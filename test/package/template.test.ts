import { resolve } from "node:path";
import { expect } from "chai";
import * as seed from "../../emulator/seed.js";
import { Scene } from "../support/scene.js";

const template = resolve(__dirname, "../../template");

describe("A project created from the template", () => {
  const scene = Scene.here();

  it("gates on its line without changes", async () => {
    const stack = await scene.stack("", { main: "index.ts" });
    await stack.must(
      ...["new", template, "--generate-only", "--force", "--yes"],
      ...["--name", "test", "--description", "a line"],
    );
    await stack.configure({ vifPeerId: seed.documentedDetection.vif_peer_id });
    const old = await stack.preview();
    expect(old.output).to.match(
      /expect\.maxAge: the detection ended .* within the last 24h/,
    );

    const now = new Date().toISOString().slice(0, 19).replace("T", " ");
    await scene.cloud.patchDetection(seed.documentedDetection.id, {
      end_time: now,
    });
    const fresh = await stack.preview();
    expect(fresh.code, fresh.output).to.equal(0);
    expect(fresh.output).to.match(/status {3}: "complete"/);
  });
});
