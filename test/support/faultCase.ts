import type { Fault, SettingsChange } from "../../emulator/controlClient.js";
import * as seed from "../../emulator/seed.js";
import type { RequestFailureReason } from "../../provider/huaweicloud/errors.js";

/** A fault, and what a user sees. */
export interface FaultCase {
  readonly fault: string;
  /** The faults of the next requests for a detection. */
  readonly meets?: Fault | readonly Fault[];
  readonly cloud?: SettingsChange;
  /** In addition to a region, a project and a valid token. */
  readonly config?: Readonly<Record<string, string>>;
  readonly ends: "well" | RequestFailureReason;
  /** How many requests reach the cloud, if that is certain. */
  readonly requests?: number;
  readonly says?: RegExp;
}

export const EVERY = 99;
export const show = { operation: "showDetection" } as const;
export const kind = (
  kind:
    "resetBeforeHeaders" | "resetAfterHeaders" | "stallHeaders" | "truncated",
  times: number,
): Fault => ({ ...show, kind, times });
export const status = (status: number, code: string, times = EVERY): Fault => ({
  ...show,
  kind: "status",
  status,
  times,
  body: { error_code: code, error_msg: "a fault", request_id: "one" },
});
export const throttle = (retryAfter?: string): Fault => ({
  ...show,
  kind: "throttle",
  ...(retryAfter !== undefined && { retryAfter }),
});
export const detection = (changes: object): Fault => ({
  ...show,
  kind: "body",
  times: EVERY,
  body: {
    request_id: "one",
    vif_peer_detection: { ...seed.documentedDetection, ...changes },
  },
});
export const text = (body: string): Fault => ({
  ...show,
  kind: "status",
  status: 200,
  times: EVERY,
  body,
});
/** Short enough for a test, and long enough for an answer on a busy machine. */
export const impatient = { requestTimeout: "1s" };
/** The settings of a case by their names, for a cloud at that address. */
export function settingsOf(
  { config = {} }: FaultCase,
  url: string,
): Record<string, string> {
  const { dc = url, ...others } = config;
  return {
    region: seed.region,
    projectId: seed.projectId,
    token: seed.token,
    ...others,
    "endpoints.dc": dc,
  };
}

export function meetings({ meets = [] }: FaultCase): readonly Fault[] {
  return [meets].flat();
}
