/**
 * The fields of a detection, by our names. The response schema, the saved state and the resource's outputs derive from them.
 * No imports here, since programs load this file too.
 */

export const STATUSES = ["processing", "complete", "error"] as const;
export type DetectionStatus = (typeof STATUSES)[number];

/** The types of fields. A missing value is `null`. */
interface Kinds {
  id: string;
  text: string | null;
  status: DetectionStatus;
  /** From 0 to 100. */
  percentage: number | null;
}

/** Our name, the API's name and the type of each field. */
export const FIELDS = {
  detectionId: { api: "id", kind: "id" },
  vifPeerId: { api: "vif_peer_id", kind: "id" },
  projectId: { api: "project_id", kind: "text" },
  domainId: { api: "domain_id", kind: "text" },
  startTime: { api: "start_time", kind: "text" },
  endTime: { api: "end_time", kind: "text" },
  status: { api: "status", kind: "status" },
  lossRatio: { api: "loss_ratio", kind: "percentage" },
} as const satisfies Record<string, { api: string; kind: keyof Kinds }>;

type FieldName = keyof typeof FIELDS;
export type Fields = {
  readonly [Name in FieldName]: Kinds[(typeof FIELDS)[Name]["kind"]];
};

/** The outputs of a resource: the fields, and the region of the detection. */
export const OUTPUTS: readonly (FieldName | "region")[] = [
  ...(Object.keys(FIELDS) as FieldName[]),
  "region",
];

/** The inputs that select a detection. */
export const QUERY = [
  "detectionId",
  "vifPeerId",
  "region",
  "projectId",
] as const satisfies readonly (FieldName | "region")[];

/** The outputs that no input can set. */
export const RESULTS: readonly string[] = OUTPUTS.filter(
  (name) => !(QUERY as readonly string[]).includes(name),
);
