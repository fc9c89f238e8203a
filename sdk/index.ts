export {
  getVifPeerDetection,
  getVifPeerDetectionOutput,
} from "./getVifPeerDetection.js";
export {
  getVifPeerDetections,
  getVifPeerDetectionsOutput,
} from "./getVifPeerDetections.js";
export type * from "./types.js";
export { VifPeerDetection } from "./vifPeerDetection.js";
