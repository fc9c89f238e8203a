import { VifPeerDetectionError } from "./huaweicloud/index.js";

/** An unexpected error may quote anything. */
const MAX_LENGTH = 300;

/** The message of an error for people. An error of any other class is a bug. */
export function messageOf(error: unknown): string {
  if (error instanceof VifPeerDetectionError) return error.message;
  const text = String(error).slice(0, MAX_LENGTH);
  return `unexpected error in pulumi-huaweicloud-dc: ${text}. Please report this bug.`;
}
