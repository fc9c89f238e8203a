export {
  VifPeerDetection,
  type VifPeerDetectionArgs,
  type VifPeerDetectionState,
} from "./vifPeerDetection.js";
