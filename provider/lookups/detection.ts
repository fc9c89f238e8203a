import * as v from "valibot";
import { FIELDS, type Fields, STATUSES } from "../detections/index.js";
import { describeIssues } from "../huaweicloud/index.js";

export type { DetectionStatus } from "../detections/index.js";

/** A connectivity detection, as the API's fields say; what is absent is `null`. */
export interface Detection extends Fields {
  /** Of the answer that told it. */
  readonly requestId: string | null;
}

/** A row of the listing that is not as documented, and what of it can be read. */
export interface OddDetection {
  /** The fields that are wrong, in words. */
  readonly problem: string;
  readonly detectionId: string | undefined;
  readonly vifPeerId: string | undefined;
  readonly status: string | undefined;
  readonly startTime: string | undefined;
  readonly requestId: string | null;
}

/** The detections of a project. An odd row is a failure only for those who ask for what it may be. */
export interface Listing<Listed extends Detection = Detection> {
  readonly detections: readonly Listed[];
  readonly odd: readonly OddDetection[];
}

const Text = v.pipe(v.string(), v.minLength(1));
const OptionalText = v.pipe(
  v.nullish(v.string(), ""),
  v.transform((text) => text || null),
);
const LossRatio = v.nullish(v.pipe(v.number(), v.minValue(0), v.maxValue(100)));

/** A loss ratio counts only where the detection is complete: see below. */
const SCHEMAS = {
  id: Text,
  text: OptionalText,
  status: v.picklist(STATUSES),
  percentage: v.optional(v.unknown()),
};

/** The fields that we use; others pass, since the API may grow. */
const VifPeerDetection = v.pipe(
  v.looseObject(
    Object.fromEntries(
      Object.values(FIELDS).map(({ api, kind }) => [api, SCHEMAS[kind]]),
    ),
  ),
  // A running detection reports 0, which nobody may take for a healthy line, and a failed one may report anything, such as -1.
  v.rawCheck(({ dataset, addIssue }) => {
    const { value: row } = dataset;
    if (!v.is(v.looseObject({}), row)) return;
    const { status, loss_ratio: value } = row as Record<string, unknown>;
    if (status === "processing" || status === "error") return;
    if (v.is(LossRatio, value)) return;
    addIssue({
      input: value,
      expected: "a number from 0 to 100",
      path: [
        {
          type: "object",
          origin: "value",
          input: row,
          key: "loss_ratio",
          value,
        },
      ],
    });
  }),
  v.transform((row: Record<string, unknown>): Fields => {
    const fields = Object.fromEntries(
      Object.entries(FIELDS).map(([name, { api }]) => [name, row[api] ?? null]),
    ) as unknown as Fields;
    return fields.status === "complete"
      ? fields
      : { ...fields, lossRatio: null };
  }),
);

export const ShowVifPeerDetectionResponse = v.looseObject({
  request_id: OptionalText,
  vif_peer_detection: VifPeerDetection,
});

type Row = Fields | Omit<OddDetection, "requestId">;

/** Judged row by row: one that is odd must not hide the others. */
export const ListVifPeerDetectionsResponse = v.looseObject({
  request_id: OptionalText,
  vif_peer_detections: v.array(v.pipe(v.unknown(), v.transform(readRow))),
  page_info: v.nullish(
    v.looseObject({
      next_marker: OptionalText,
      /** How many rows there should be: of the page, as other services of the cloud have it, or of all. */
      current_count: v.nullish(v.number(), 0),
    }),
  ),
});

function readRow(row: unknown): Row {
  const parsed = v.safeParse(VifPeerDetection, row);
  if (parsed.success) return parsed.output;
  const text = (name: string) => {
    const value = v.is(v.looseObject({}), row) ? row[name] : undefined;
    return v.is(Text, value) ? value : undefined;
  };
  return {
    problem: describeIssues(parsed.issues, "it"),
    detectionId: text("id"),
    vifPeerId: text("vif_peer_id"),
    status: text("status"),
    startTime: text("start_time"),
  };
}

/** Ids are the same in capitals. */
export function sameId(id: string, other: string): boolean {
  return id.toLowerCase() === other.toLowerCase();
}
