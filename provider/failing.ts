import { VifPeerDetectionError } from "./huaweicloud/index.js";

/** The message of an error for people. An error of any other class is a bug. */
export function messageOf(error: unknown): string {
  if (error instanceof VifPeerDetectionError) return error.message;
  return `unexpected error in pulumi-huaweicloud-dc: ${String(error)}. Please report this bug.`;
}
