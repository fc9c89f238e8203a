/** The client of Huawei Cloud: settings, sign-in, requests, and errors that say what to do. Knows nothing of detections. */
export { hasIdToken } from "./assumedRoles.js";
export { SignIn } from "./auth/signIn.js";
export { describeIssues } from "./describeIssues.js";
export { directConnectEndpoint } from "./endpoints.js";
export {
  CancelledError,
  InputError,
  NoDetectionError,
  RequestError,
  type RequestFailure,
  type RequestFailureReason,
  StillProcessingError,
  UnwantedError,
  VifPeerDetectionError,
} from "./errors.js";
export { cancellableClock, type Clock, systemClock } from "./http/clock.js";
export { connections } from "./http/connections.js";
export { Transport } from "./http/transport.js";
export { redactor, Secret } from "./secret.js";
export { type Call, type Reply, Service } from "./service.js";
export {
  type Overrides,
  PROJECT_ID,
  readSettings,
  REGION,
  type Settings,
} from "./settings.js";
