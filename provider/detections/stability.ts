import {
  type AgeContext,
  type Expectations,
  type Judged,
  SECRET_LIMIT,
  unmetExpectations,
} from "./expectations.js";

/** How many detections in a row must be good, so that one lucky detection does not open the gate. */
export interface Stability {
  /** How many of the newest detections of the peer are judged. */
  readonly consecutive: number;
  /** How long ago each of these detections may have ended, as a duration such as `6h`. Default: any time. */
  readonly within?: string | undefined;
}

/**
 * Why a line is not stable, with every detection judged; `undefined` if it is stable.
 *
 * @param newest the newest detections of a peer, newest first; fewer than `consecutive` are not stable
 */
export function instability(
  vifPeerId: string,
  newest: readonly Judged[],
  { consecutive, within }: Stability,
  expectations: Expectations,
  context: AgeContext,
): string | undefined {
  const lines = newest.slice(0, consecutive).map((detection) => {
    const findings = [
      ...unmetExpectations(detection, expectations, context),
      ...(within === undefined
        ? []
        : unmetExpectations(
            detection,
            { maxAge: within, isSecret: expectations.isSecret },
            context,
          ).filter(({ expectation }) => expectation === "maxAge")),
    ].map(({ finding }) => finding);
    return { detection, findings };
  });
  const bad = lines.filter(({ findings }) => findings.length > 0).length;
  if (bad === 0 && lines.length >= consecutive) return undefined;
  const which =
    consecutive === 1
      ? "the newest detection"
      : `the newest ${String(consecutive)} detections`;
  const asked = `${which} of peer ${vifPeerId} must be good${within === undefined ? "" : ` and have ended within ${expectations.isSecret ? SECRET_LIMIT : within}`}`;
  const found =
    lines.length < consecutive
      ? `there ${lines.length === 1 ? "is" : "are"} only ${String(lines.length)}`
      : consecutive === 1
        ? "it is not"
        : `${String(bad)} of them ${bad === 1 ? "is" : "are"} not`;
  return [
    `${asked}, but ${found}:`,
    ...lines.map(
      ({ detection, findings }) =>
        `  - ${describe(detection)}: ${findings.join("; ") || "good"}`,
    ),
  ].join("\n");
}

function describe({
  detectionId,
  endTime,
  startTime,
  status,
  lossRatio,
}: Judged): string {
  const time =
    endTime != null
      ? `ended ${endTime}`
      : `started ${startTime ?? "at an unknown time"}`;
  const loss =
    typeof lossRatio === "number"
      ? `loss ratio ${String(lossRatio)} %`
      : status;
  return `${detectionId}, ${time}, ${loss}`;
}
