import type { StackValidationPolicy } from "@pulumi/policy";
import {
  instability,
  type Judged,
  parseDuration,
  parseTime,
  TIME_ZONE,
} from "../../provider/detections/index.js";
import { Configuration, MAX_LOSS_RATIO } from "./configuration.js";
import { COMMON, holdsResult, throwIfUnknown } from "./judging.js";
import type { VifPeerDetectionLossRatioOptions } from "./lossRatio.js";

/** The configuration of `vif-peer-detection-stable`. */
export interface VifPeerDetectionStableOptions extends VifPeerDetectionLossRatioOptions {
  /**
   * How many of the newest detections of each peer in the stack must be good, from 0 to 100. Default: 0, which judges nothing.
   */
  readonly consecutive?: number | undefined;
  /** How long ago each of these detections may have ended, as a duration such as `6h`. Default: `24h`. */
  readonly within?: string | undefined;
  /** The time zone of the API's times, as an offset such as `+08:00`. Default: `Z`, which is UTC. */
  readonly timeZone?: string | undefined;
}

/**
 * `vif-peer-detection-stable`: for each peer that has detections in the stack, the newest `consecutive` detections are complete, have a loss ratio of at most `maxLossRatio` percent, and ended at most `within` ago. It runs at the end and judges only the detections in the stack; unlike `expect.consecutive`, it doesn't list the peer's detections in the service.
 *
 * @param options the defaults of the configuration
 */
export function vifPeerDetectionStable({
  consecutive = 0,
  within = "24h",
  maxLossRatio = 0,
  timeZone = "Z",
}: VifPeerDetectionStableOptions = {}): StackValidationPolicy {
  const configuration = new Configuration(
    { consecutive, within, maxLossRatio, timeZone },
    {
      consecutive: {
        description:
          "How many of the newest detections of each peer must be good; 0 judges nothing.",
        type: "integer",
        minimum: 0,
        maximum: 100,
      },
      within: {
        description:
          "How long ago each detection may have ended, such as 30m, 6h or 1h30m.",
        type: "string",
        pattern: String.raw`^(\d+(\.\d+)?(ms|h|m|s))+$`,
      },
      maxLossRatio: MAX_LOSS_RATIO,
      timeZone: {
        description: "The time zone of the API's times, such as Z or +08:00.",
        type: "string",
        pattern: TIME_ZONE.source,
      },
    },
  );
  return {
    ...COMMON,
    name: "vif-peer-detection-stable",
    displayName: "Direct Connect line is stable",
    description:
      "The newest connectivity detections of each peer in the stack must all be good.",
    remediationSteps:
      "Fix the line, start new detections until enough in a row are good, and deploy again.",
    configSchema: configuration.schema,
    validateStack: (args, report) => {
      const { consecutive, within, maxLossRatio, timeZone } =
        configuration.read(args, report);
      if (consecutive === 0) return;
      parseDuration(within);
      const detections: Judged[] = [];
      const unknownPeers = new Set<string>();
      let unknown: unknown;
      for (const { props, provider } of args.resources.filter(holdsResult)) {
        try {
          if (props["status"] === undefined) throwIfUnknown(provider);
          detections.push({ ...(props as Judged) });
        } catch (error) {
          unknown = error;
          const { vifPeerId } = props;
          // If the peer is unknown as well, it may be any of them.
          if (typeof vifPeerId !== "string") throw error;
          unknownPeers.add(vifPeerId.toLowerCase());
        }
      }
      if (detections.some(({ vifPeerId }) => typeof vifPeerId !== "string")) {
        report("there is no detection to judge: see the error of the resource");
        return;
      }
      for (const [vifPeerId, ofPeer] of byPeer(detections)) {
        if (unknownPeers.has(vifPeerId)) continue;
        const sentence = instability(
          vifPeerId,
          newestFirst(ofPeer, timeZone),
          { consecutive, within },
          { maxLossRatio },
          { now: Date.now(), timeZone },
        );
        if (sentence !== undefined) report(sentence);
      }
      // The error of reading a value that is not known yet. The SDK reports that the policy can't run in the preview.
      if (unknown !== undefined) throw unknown as Error;
    },
  };
}

/** Each detection once, even if several resources read it. If their results differ, the worse one counts. */
function byPeer(detections: readonly Judged[]): Map<string, Judged[]> {
  const peers = new Map<string, Map<string, Judged>>();
  for (const detection of detections) {
    const peer = detection.vifPeerId.toLowerCase();
    const known = peers.get(peer) ?? new Map<string, Judged>();
    const id = detection.detectionId.toLowerCase();
    const other = known.get(id);
    if (!other || badness(detection) > badness(other)) known.set(id, detection);
    peers.set(peer, known);
  }
  return new Map(
    [...peers].map(([peer, known]) => [peer, [...known.values()]]),
  );
}

/** If several detections started together, the worse one comes first, so that a good one never hides it. */
function badness({ status, lossRatio }: Judged): number {
  return status === "complete" ? (lossRatio ?? Infinity) : Infinity;
}

/** One without a readable start counts as the newest: it must not be left out. */
function newestFirst(
  detections: readonly Judged[],
  timeZone: string,
): Judged[] {
  const start = ({ startTime }: Judged) =>
    (startTime == null ? undefined : parseTime(startTime, timeZone)) ??
    Infinity;
  return detections.toSorted(
    (a, b) =>
      descending(start(a), start(b)) || descending(badness(a), badness(b)),
  );
}

function descending(a: number, b: number): number {
  return a === b ? 0 : a < b ? 1 : -1;
}
