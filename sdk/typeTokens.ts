/** The engine's names of our resources, promised for ever. */
export const DETECTION_TYPE =
  "pulumi-nodejs:dynamic/huaweicloud-dc:VifPeerDetection";
export const RUN_TYPE =
  "pulumi-nodejs:dynamic/huaweicloud-dc:VifPeerDetectionRun";
