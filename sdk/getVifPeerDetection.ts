import * as pulumi from "@pulumi/pulumi";
import { call, callOutput } from "./invoke.js";
import type {
  GetVifPeerDetectionArgs,
  GetVifPeerDetectionOutputArgs,
  GetVifPeerDetectionResult,
} from "./types.js";

const TOKEN = "huaweicloud-dc:index:getVifPeerDetection";

/**
 * Reads a detection task by its id, or the newest task of a peer, in the program itself: in a preview too. Fails as the
 * resource does: on a missing setting, an unknown id, a peer without tasks, a service that refuses.
 *
 * @see https://support.huaweicloud.com/intl/en-us/api-dc/ShowVifPeerDetection.html
 */
export function getVifPeerDetection(
  args: GetVifPeerDetectionArgs,
  opts?: pulumi.InvokeOptions,
): Promise<GetVifPeerDetectionResult> {
  return call(TOKEN, args, opts, (reader) =>
    reader.getDetection(args, pulumi.runtime.isDryRun()),
  );
}

/** As `getVifPeerDetection`, with inputs that may be outputs, and `dependsOn`, which it waits for. */
export function getVifPeerDetectionOutput(
  args: GetVifPeerDetectionOutputArgs,
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<GetVifPeerDetectionResult> {
  return callOutput(args, opts, getVifPeerDetection);
}
