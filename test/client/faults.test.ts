import { expect } from "chai";
import { RequestError } from "../../provider/huaweicloud/errors.js";
import { meetings, settingsOf } from "../support/faultCase.js";
import { FAULTS_THAT_LAST } from "../support/faultsThatLast.js";
import { FAULTS_THAT_PASS } from "../support/faultsThatPass.js";
import { printTable, type Row } from "../support/faultTable.js";
import { detectionId } from "../support/programs.js";
import { emulatedCloud } from "../support/emulatedCloud.js";
import { openLookups } from "../support/lookups.js";

describe("A lookup that meets a fault", () => {
  const cloud = emulatedCloud();
  const rows: Row[] = [];

  after(() => {
    printTable(rows);
  });

  for (const fault of [...FAULTS_THAT_PASS, ...FAULTS_THAT_LAST]) {
    it(`ends ${fault.ends === "well" ? "well" : `with "${fault.ends}"`}: ${fault.fault}`, async () => {
      await cloud.control.fault(...meetings(fault));
      if (fault.cloud) await cloud.control.settings(fault.cloud);
      const { "endpoints.dc": dc, ...config } = settingsOf(fault, cloud.url);
      const { lookups } = openLookups({
        ...config,
        endpoints: JSON.stringify({ dc }),
      });
      const started = performance.now();
      const result = await lookups.find({ detectionId }).catch(causeOf);
      const requests = await cloud.operations();
      rows.push({
        fault: fault.fault,
        "what the user sees":
          result instanceof RequestError
            ? result.message.replace(/^.*?GET \S+ /, "").replace(/\n/g, " ")
            : "the task",
        attempts:
          result instanceof RequestError
            ? result.failure.attempts
            : requests.length,
        "time (s)": ((performance.now() - started) / 1000).toFixed(2),
      });

      if (fault.requests !== undefined) {
        expect(requests).to.have.length(fault.requests);
      }
      if (fault.ends === "well") {
        expect(result).to.include({ detectionId, status: "complete" });
        return;
      }
      expect(result).to.be.instanceOf(RequestError);
      const { message, failure } = result as RequestError;
      expect(failure.reason, message).to.equal(fault.ends);
      expect(message).to.match(fault.says ?? /./);
      expect(message).to.include("could not show the detection");
    });
  }
});

/** A detection that is not found is a separate error, created from the answer's error. */
function causeOf(error: unknown): unknown {
  return error instanceof RequestError ? error : (error as Error).cause;
}
