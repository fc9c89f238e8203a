import { VifPeerDetectionError } from "./huaweicloud/index.js";

/** What a person reads of an error. Anything that is not ours to raise is a defect. */
export function messageOf(error: unknown): string {
  if (error instanceof VifPeerDetectionError) return error.message;
  return `unexpected error in pulumi-huaweicloud-dc: ${String(error)}. Please report this bug.`;
}
