import { VifPeerDetectionError } from "./huaweicloud/errors.js";

/** What a person reads of an error. Anything that is not ours to raise is a defect. */
export function messageOf(error: unknown): string {
  if (error instanceof VifPeerDetectionError) return error.message;
  return `pulumi-huaweicloud-dc failed in a way that it should not: ${String(error)}. Please report this.`;
}
