import * as v from "valibot";
import { FIELDS, type Fields, STATUSES } from "../detections/index.js";
import { describeIssues } from "../huaweicloud/index.js";

export type { DetectionStatus } from "../detections/index.js";

/** A connectivity detection. Fields that the API omits are `null`. */
export interface Detection extends Fields {
  /** The id of the request that read it. */
  readonly requestId: string | null;
}

/** A row of the list that is not as documented, with its readable fields. */
export interface OddDetection {
  /** Which fields are wrong, in words. */
  readonly problem: string;
  readonly detectionId: string | undefined;
  readonly vifPeerId: string | undefined;
  readonly status: string | undefined;
  readonly startTime: string | undefined;
  readonly requestId: string | null;
}

/** The detections of a project. An odd row fails only a query whose result it may be. */
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

/** The loss ratio is checked below, since it depends on the status. */
const SCHEMAS = {
  id: Text,
  text: OptionalText,
  status: v.picklist(STATUSES),
  percentage: v.optional(v.unknown()),
};

/** The fields that we use. Other fields are allowed, since the API may grow. */
const VifPeerDetection = v.pipe(
  v.looseObject(
    Object.fromEntries(
      Object.values(FIELDS).map(({ api, kind }) => [api, SCHEMAS[kind]]),
    ),
  ),
  // A running detection reports 0, which must not pass as a healthy line, and a failed one may report anything, such as -1.
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

/** Parsed row by row, so that an odd row does not hide the others. */
export const ListVifPeerDetectionsResponse = v.looseObject({
  request_id: OptionalText,
  vif_peer_detections: v.array(v.pipe(v.unknown(), v.transform(readRow))),
  page_info: v.nullish(
    v.looseObject({
      next_marker: OptionalText,
      /** How many rows there should be: in the page, as in other services of the cloud, or in total. */
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
    problem: describeIssues(parsed.issues, { whole: "it" }),
    detectionId: text("id"),
    vifPeerId: text("vif_peer_id"),
    status: text("status"),
    startTime: text("start_time"),
  };
}

/** Compares ids regardless of case. */
export function sameId(id: string, other: string): boolean {
  return id.toLowerCase() === other.toLowerCase();
}
