import * as pulumi from "@pulumi/pulumi";
import { call, callOutput } from "./invoke.js";
import type {
  GetVifPeerDetectionArgs,
  GetVifPeerDetectionOutputArgs,
  GetVifPeerDetectionResult,
} from "./types.js";

const TOKEN = "huaweicloud-dc:index:getVifPeerDetection";

/**
 * Reads a connectivity detection by its id, or the newest one of a peer. Runs in the program, in a preview too. Fails on a
 * missing setting, an unknown id, a peer without detections, or a failed request.
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

/** The form of `getVifPeerDetection` that accepts outputs as arguments and waits for `dependsOn`. */
export function getVifPeerDetectionOutput(
  args: GetVifPeerDetectionOutputArgs,
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<GetVifPeerDetectionResult> {
  return callOutput(args, opts, getVifPeerDetection);
}
