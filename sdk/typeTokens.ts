/** The engine's names of our resources. They never change. */
export const DETECTION_TYPE =
  "pulumi-nodejs:dynamic/huaweicloud-dc:VifPeerDetection";
export const RUN_TYPE =
  "pulumi-nodejs:dynamic/huaweicloud-dc:VifPeerDetectionRun";

/** For programs in other languages, which use the plugin. */
const PLUGIN_DETECTION_TYPE = "huaweicloud-dc:index:VifPeerDetection";
const PLUGIN_RUN_TYPE = "huaweicloud-dc:index:VifPeerDetectionRun";

export function isDetectionType(type: unknown): boolean {
  return type === DETECTION_TYPE || type === PLUGIN_DETECTION_TYPE;
}

export function isRunType(type: unknown): boolean {
  return type === RUN_TYPE || type === PLUGIN_RUN_TYPE;
}
