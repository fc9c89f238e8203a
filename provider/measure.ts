import { InitFailure } from "./definition.js";
import { messageOf } from "./failing.js";
import type { Gate } from "./gate.js";
import {
  type RequestError,
  StillProcessingError,
  UnwantedError,
  VifPeerDetectionError,
} from "./huaweicloud/index.js";
import {
  type Located,
  type Lookups,
  measuringPlan,
  startDetection,
  untilMeasured,
} from "./lookups/index.js";
import {
  gateOf,
  type Operation,
  outputsOf,
  pick,
  type RunChecked,
  type Saved,
} from "./runState.js";

/** Saved instead of the triggers. It is not a list, so no triggers equal it. */
const NOT_MEASURED = "not measured";

/** Deletes a detection that nobody needs any more, unless `keep` is set. Never throws. */
type Discard = (detection: Located | Saved) => Promise<void>;

/** Starts a detection, waits until it has ended, and judges it. After it has started, failures throw an {@link InitFailure}. */
export async function measure(
  lookups: Lookups,
  gate: Gate,
  inputs: RunChecked,
  operation: Operation,
  saved: Saved | undefined,
  discard: Discard,
): Promise<object> {
  const { host, settings } = lookups;
  const plan = measuringPlan(
    inputs.__timeouts[operation],
    operation,
    host.clock.now(),
  );
  let found: Located | undefined;
  const fail = (reasons: readonly string[]) =>
    found
      ? initFailure(inputs, found, reasons)
      : new VifPeerDetectionError(reasons[0] ?? "");
  /** The new detection replaces the saved one, unless nobody can save it any more. */
  const replaceSaved = async (detection: Located) => {
    if (saved && (await host.isWanted())) await discard(saved);
    if (await host.isWanted()) return;
    await discard(detection);
    throw new UnwantedError(detection);
  };
  try {
    const place = await lookups.place(inputs);
    const started = await startDetection(
      place,
      {
        vifPeerId: inputs.vifPeerId,
        timeZone: settings.timeZone,
        isZoneSet: settings.origins.timeZone !== undefined,
        previousId: saved?.detectionId,
      },
      plan,
      host,
    );
    found = started.detection;
    found = await untilMeasured(started, place, plan, host);
  } catch (error) {
    if (error instanceof UnwantedError) {
      // The state keeps the previous detection, and will never know the new one.
      if (found) await discard(found);
      throw error;
    }
    const isOutage = gate.outlasts(error);
    if (isOutage && saved && gate.holdsResult(saved)) {
      const unmet = judgeSaved(gate, error, inputs, saved, found);
      if (unmet.length === 0) return outputsBefore(inputs, saved);
      if (found) await replaceSaved(found);
      throw fail([[...unmet, error.message].join("\n")]);
    }
    if (found) await replaceSaved(found);
    const passed = found
      ? outputsOf(inputs, found)
      : saved && outputsBefore(inputs, saved);
    if (!passed || !passesOverdue(error, gate, settings.gate)) {
      throw fail([messageOf(isOutage ? gate.nothingSaved(error) : error)]);
    }
    return passed;
  }
  // Judged first, since the deletion may take long.
  const unmet = gate.judge(found, gateOf(inputs).expect);
  await replaceSaved(found);
  if (unmet.length > 0) throw fail(unmet);
  return outputsOf(inputs, found);
}

/** A run expects detections of its peer to end, so a timeout is an unmet expectation. */
function passesOverdue(
  error: unknown,
  gate: Gate,
  setting: Lookups["settings"]["gate"],
): boolean {
  if (!(error instanceof StillProcessingError) || setting !== "warn") {
    return false;
  }
  gate.pass(error.message);
  return true;
}

/** The expectations that the saved result does not meet, if the service cannot answer. */
function judgeSaved(
  gate: Gate,
  error: RequestError,
  inputs: RunChecked,
  saved: Saved,
  started: Located | undefined,
): string[] {
  gate.useSaved(error, saved);
  const unmet = gate.judge(saved, gateOf(inputs).expect);
  if (started && unmet.length === 0) {
    gate.warn(
      `detection ${started.detectionId} of peer ${started.vifPeerId} was started and stays in the service`,
    );
  }
  return unmet;
}

/**
 * Keeps the outputs, with triggers that no others equal, so that the next update measures. The old triggers may be secrets, and
 * Pulumi would no longer know that they are.
 */
function outputsBefore(inputs: RunChecked, saved: Saved): object {
  return { ...outputsOf(inputs, saved), triggers: NOT_MEASURED };
}

function initFailure(
  inputs: RunChecked,
  found: Located,
  reasons: readonly string[],
): InitFailure {
  const properties = {
    ...outputsOf(inputs, found),
    // The host adds it to results, but not to failures. Without it, the state would be unusable.
    ...pick(inputs, ["__provider"]),
  };
  return new InitFailure(inputs.vifPeerId, properties, reasons);
}
