import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { meetings, settingsOf } from "../support/faultCase.js";
import { FAULTS_THAT_LAST } from "../support/faultsThatLast.js";
import { FAULTS_THAT_PASS } from "../support/faultsThatPass.js";
import { printTable, type Row } from "../support/faultTable.js";
import { detectionId } from "../support/programs.js";
import { Scene } from "../support/scene.js";
import type { Stack } from "../support/stack.js";

describe("An update that meets a fault", () => {
  const scene = Scene.here();
  const rows: Row[] = [];
  let stack: Stack;
  let good: string;
  let settings: string;

  before(async () => {
    stack = await scene.stack(`
const line = new dc.VifPeerDetection("line", { detectionId: "${detectionId}" });
new Thing("dependent", { value: line.status });
`);
    settings = await readFile(join(stack.folder, "Pulumi.test.yaml"), "utf8");
    await stack.must("up", "--yes", "--skip-preview");
    good = await resources(stack);
    // The settings of each case have one: another would be tried where that is refused.
    stack.setEnvironment({ HW_AUTH_TOKEN: "" });
  });

  beforeEach(() => scene.cloud.reset());

  after(() => {
    printTable(rows);
  });

  for (const fault of [...FAULTS_THAT_PASS, ...FAULTS_THAT_LAST]) {
    it(`${fault.ends === "well" ? "changes nothing" : "fails, and keeps the state"}: ${fault.fault}`, async () => {
      await stack.write({ "Pulumi.test.yaml": settings });
      await stack.configure(
        Object.fromEntries(
          Object.entries(settingsOf(fault, scene.url)).map(([name, value]) => [
            `huaweicloud:${name}`,
            value,
          ]),
        ),
      );
      if (fault.cloud) await scene.cloud.settings(fault.cloud);
      await scene.cloud.fault(...meetings(fault));
      const run = await scene.observe(() => stack.up());
      const state = await resources(stack);
      const [error = ""] =
        /could not show the detection[^]*?\n/.exec(run.output) ?? [];
      rows.push({
        fault: fault.fault,
        "what the user sees":
          run.code === 0
            ? "3 unchanged"
            : error.replace(/^.*?GET \S+ /, "").trim(),
        attempts: run.requests.length,
        "time (s)": run.seconds.toFixed(1),
        "state intact": state === good ? "yes" : "no",
      });
      if (fault.requests !== undefined) {
        expect(run.requests, run.output).to.have.length(fault.requests);
      }
      expect(run.code === 0, run.output).to.equal(fault.ends === "well");
      expect(run.output).to.match(
        fault.ends === "well" ? /3 unchanged/ : (fault.says ?? /error/),
      );
      expect(run.output).to.not.match(/^\s+at .*[(:]/m, "a stack trace");
      expect(state).to.equal(good);
    });
  }
});

/** All that is saved of the resources, but for the times and the settings. */
async function resources(stack: Stack): Promise<string> {
  const all = await stack.resources();
  return JSON.stringify(
    all.filter(({ type }) => !type.startsWith("pulumi:providers:")),
    (key, value: unknown) => (key === "modified" ? undefined : value),
  );
}
