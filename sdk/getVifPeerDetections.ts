import type * as pulumi from "@pulumi/pulumi";
import { call, callOutput } from "./invoke.js";
import type {
  GetVifPeerDetectionsArgs,
  GetVifPeerDetectionsOutputArgs,
  GetVifPeerDetectionsResult,
} from "./types.js";

const TOKEN = "huaweicloud-dc:index:getVifPeerDetections";

/**
 * Lists the detection tasks of a project, newest first; of one peer or with one status, if those are given. An
 * empty list is no error; a missing setting or a service that refuses is one.
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

/** As `getVifPeerDetections`, with inputs that may be outputs, and `dependsOn`, which it waits for. */
export function getVifPeerDetectionsOutput(
  args: GetVifPeerDetectionsOutputArgs = {},
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<GetVifPeerDetectionsResult> {
  return callOutput(args, opts, getVifPeerDetections);
}
