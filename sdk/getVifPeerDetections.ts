import type * as pulumi from "@pulumi/pulumi";
import { call, callOutput } from "./invoke.js";
import type {
  GetVifPeerDetectionsArgs,
  GetVifPeerDetectionsOutputArgs,
  GetVifPeerDetectionsResult,
} from "./types.js";

const TOKEN = "huaweicloud-dc:index:getVifPeerDetections";

/**
 * Lists the connectivity detections of a project, newest first, optionally of one peer or with one status. An empty list is
 * not an error. Fails on a missing setting or a failed request.
 *
 * @see https://support.huaweicloud.com/intl/en-us/api-dc/ListVifPeerDetections.html
 */
export function getVifPeerDetections(
  args: GetVifPeerDetectionsArgs = {},
  opts?: pulumi.InvokeOptions,
): Promise<GetVifPeerDetectionsResult> {
  return call(TOKEN, args, opts, async (reader) => ({
    vifPeerDetections: await reader.getDetections(args),
  }));
}

/** The form of `getVifPeerDetections` that accepts outputs as arguments and waits for `dependsOn`. */
export function getVifPeerDetectionsOutput(
  args: GetVifPeerDetectionsOutputArgs = {},
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<GetVifPeerDetectionsResult> {
  return callOutput(args, opts, getVifPeerDetections);
}
