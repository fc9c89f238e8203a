import type { StackValidationPolicy } from "@pulumi/policy";
import type { Judged } from "../../provider/detections/index.js";
import { Configuration, MAX_LOSS_RATIO } from "./configuration.js";
import { COMMON, holdsResult, violation } from "./judging.js";
import type { VifPeerDetectionLossRatioOptions } from "./lossRatio.js";

/** The options of `vif-peer-detection-required`. */
export interface VifPeerDetectionRequiredOptions extends VifPeerDetectionLossRatioOptions {
  /** The ids of the peers that need a healthy detection in the stack, 36 characters each. Default: no peers. */
  readonly vifPeerIds?: readonly string[] | undefined;
}

/**
 * `vif-peer-detection-required`: each peer in `vifPeerIds` has at least one complete detection in the stack, with a loss
 * ratio of at most `maxLossRatio` percent. It runs at the end: it fails a preview, and so a `pulumi up` before anything
 * changes, but it can't undo the changes of an `up --skip-preview`.
 *
 * @param options the defaults of the configuration
 */
export function vifPeerDetectionRequired({
  vifPeerIds = [],
  maxLossRatio = 0,
}: VifPeerDetectionRequiredOptions = {}): StackValidationPolicy {
  const configuration = new Configuration(
    { vifPeerIds, maxLossRatio },
    {
      vifPeerIds: {
        description:
          "The ids of the peers that need a healthy detection in the stack.",
        type: "array",
        items: {
          type: "string",
          // The engine's format "uuid" accepts only lowercase.
          pattern: "^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$",
        },
        uniqueItems: true,
      },
      maxLossRatio: MAX_LOSS_RATIO,
    },
  );
  return {
    ...COMMON,
    name: "vif-peer-detection-required",
    displayName: "Direct Connect peers have a healthy detection",
    description:
      "Each peer in vifPeerIds must have a healthy connectivity detection in the stack.",
    remediationSteps:
      "Add a VifPeerDetection for the peer to the program, or fix the line, start a new detection and deploy again.",
    configSchema: configuration.schema,
    validateStack: (args, report) => {
      const { vifPeerIds, maxLossRatio } = configuration.read(args, report);
      const detections = args.resources
        .filter(holdsResult)
        .map(({ props }) => props as Judged);
      const verdicts = vifPeerIds.map((vifPeerId) =>
        judgePeer(detections, vifPeerId, maxLossRatio),
      );
      for (const { violation } of verdicts) {
        if (violation !== undefined) report(violation);
      }
      const open = verdicts.find(({ unknown }) => unknown !== undefined);
      if (open) throw open.unknown as Error;
    },
  };
}

interface Verdict {
  readonly violation?: string;
  /** The error of reading a value that is not known yet. The SDK turns it into "can't run in the preview". */
  readonly unknown?: unknown;
}

function judgePeer(
  detections: readonly Judged[],
  vifPeerId: string,
  maxLossRatio: number,
): Verdict {
  const findings: string[] = [];
  let unknown: unknown;
  for (const detection of detections) {
    try {
      if (detection.vifPeerId.toLowerCase() !== vifPeerId.toLowerCase()) {
        continue;
      }
      const finding = violation(detection, {
        expectation: "maxLossRatio",
        expectations: { maxLossRatio },
      });
      if (finding === undefined) return {};
      findings.push(finding);
    } catch (error) {
      unknown = error;
    }
  }
  if (unknown !== undefined) return { unknown };
  return {
    violation:
      findings.length === 0
        ? `peer ${vifPeerId} has no detection in the stack`
        : [
            `peer ${vifPeerId} has no healthy detection in the stack:`,
            ...findings,
          ].join("\n"),
  };
}
