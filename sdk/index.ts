export {
  getVifPeerDetection,
  getVifPeerDetectionOutput,
} from "./getVifPeerDetection.js";
export {
  getVifPeerDetections,
  getVifPeerDetectionsOutput,
} from "./getVifPeerDetections.js";
export { Provider } from "./provider.js";
export type * from "./providerTypes.js";
export {
  isRequestError,
  type RequestError,
  type RequestFailure,
  type RequestFailureReason,
} from "./requestError.js";
export type * from "./runTypes.js";
export type * from "./types.js";
export { unmetExpectations } from "./unmetExpectations.js";
export { VifPeerDetection } from "./vifPeerDetection.js";
export { VifPeerDetectionRun } from "./vifPeerDetectionRun.js";
