import { VifPeerDetection } from "../vifPeerDetection.js";

/** What all policies have in common. */
export const COMMON = {
  enforcementLevel: "mandatory",
  severity: "high",
  url: "https://support.huaweicloud.com/intl/en-us/api-dc/ShowVifPeerDetection.html",
} as const;

/** By the token, as policy SDKs before 1.20 do not: they ask the class about something that is no resource. */
export function isDetection({ type }: { readonly type: string }): boolean {
  return type === VifPeerDetection.__pulumiType;
}
