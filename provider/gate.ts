import {
  type AgeContext,
  type Expectations,
  type Judged,
  type Unmet,
  unmetExpectations,
} from "./detections/index.js";
import type { Lookups } from "./lookups/index.js";
import { configKey } from "./settings/index.js";
import { formatDuration, parseTime } from "./units/index.js";
import {
  RequestError,
  type RequestFailureReason,
  VifPeerDetectionError,
} from "./huaweicloud/index.js";

/** Direct Connect or IAM could not answer. Any other failure is about the settings, the credentials or the line. */
const OUTAGES: readonly RequestFailureReason[] = [
  "no-such-host",
  "unreachable",
  "connection-lost",
  "timeout",
  "throttled",
  "service-trouble",
];

/** Decides what stops a deployment, depending on `HUAWEICLOUD_DC_GATE`. */
export class Gate {
  constructor(private readonly lookups: Lookups) {}

  /** The clock used to compute ages. */
  get context(): AgeContext {
    return { now: Date.now(), timeZone: this.lookups.settings.timeZone };
  }

  /** The sentences that stop the deployment: all unmet expectations, or none if they are only warnings. */
  judge(detection: Judged, expect: Expectations | undefined): string[] {
    if (expect === undefined) return [];
    return this.stops(unmetExpectations(detection, expect, this.context));
  }

  stops(
    unmet: readonly (Pick<Unmet, "sentence"> & {
      readonly expectation: string;
    })[],
  ): string[] {
    const sentences = unmet.map(({ expectation, sentence }) =>
      expectation === "complete"
        ? `expect: ${sentence}`
        : `expect.${expectation}: ${sentence}`,
    );
    if (this.lookups.settings.gate !== "warn") return sentences;
    for (const sentence of sentences) this.pass(sentence);
    return [];
  }

  /** Warns of an unmet expectation that passes. */
  pass(sentence: string): void {
    this.warn(`${sentence}; passed because HUAWEICLOUD_DC_GATE=warn`);
  }

  warn(sentence: string): void {
    this.lookups.host.warn(sentence);
  }

  /** Whether the last saved result may replace a result that could not be fetched. */
  outlasts(error: unknown): error is RequestError {
    return (
      this.lookups.settings.gate !== "enforce" &&
      this.lookups.settings.problems.length === 0 &&
      error instanceof RequestError &&
      OUTAGES.includes(error.failure.reason)
    );
  }

  /** Whether a saved detection has a result. A detection that was still running has none. */
  holdsResult({ status }: Judged): boolean {
    return status !== "processing" || this.lookups.settings.gate === "warn";
  }

  /** Logs which saved result is used, and why. */
  useSaved(error: RequestError, saved: Judged): void {
    const { gate } = this.lookups.settings;
    this.warn(
      `using the last saved result because HUAWEICLOUD_DC_GATE=${gate}: ${this.#describe(saved)}. ${error.message}`,
    );
  }

  /**
   * The error of an outage without a saved result to use instead.
   *
   * @param isProjectKnown whether IAM found the project, or did not have to
   */
  nothingSaved(
    error: RequestError,
    isProjectKnown = true,
  ): VifPeerDetectionError {
    const { gate } = this.lookups.settings;
    const hint = isProjectKnown
      ? ""
      : ` If one is saved, set ${configKey("projectId")} for this run: without IAM, the package does not know whether these credentials belong to the same project.`;
    return new VifPeerDetectionError(
      `${error.message}\nHUAWEICLOUD_DC_GATE=${gate} uses the last saved result, but no result is saved for these inputs.${hint}`,
    );
  }

  #describe(saved: Judged): string {
    const { detectionId, vifPeerId, status, lossRatio, endTime } = saved;
    const loss =
      typeof lossRatio === "number"
        ? `loss ratio ${String(lossRatio)} %`
        : "no loss ratio";
    return `detection ${detectionId} of peer ${vifPeerId}, status "${status}", ${loss}, ${this.#age(endTime)}`;
  }

  #age(endTime: string | null | undefined): string {
    const { now, timeZone } = this.context;
    if (endTime == null) return "without an end time";
    const ended = parseTime(endTime, timeZone);
    return ended === undefined || ended > now
      ? `ended ${endTime}`
      : `ended ${endTime}, ${formatDuration(now - ended)} ago`;
  }
}
