import { decoded } from "./receivedRequest.js";

export const operations = [
  "showDetection",
  "listDetections",
  "createDetection",
  "deleteDetection",
  "createToken",
  "listProjects",
  "createTemporaryKey",
  "createTokenByIdToken",
  "assumeAgency",
  "assumeAgencyWithOidc",
  "podCredentials",
  "metadataToken",
  "securityKey",
  "unknown",
] as const;
export type Operation = (typeof operations)[number];

export interface Route {
  readonly operation: Operation;
  /** Of the path, decoded. */
  readonly projectId?: string;
  readonly id?: string;
}

const DETECTIONS = /^\/v3\/([^/]+)\/dcaas\/vif-peer-detections(?:\/([^/]+))?$/;

const FIXED_PATHS: Readonly<Record<string, Operation>> = {
  "POST /v3/auth/tokens": "createToken",
  "GET /v3/projects": "listProjects",
  "POST /v3.0/OS-CREDENTIAL/securitytokens": "createTemporaryKey",
  "POST /v3.0/OS-AUTH/id-token/tokens": "createTokenByIdToken",
  "POST /v5/agencies/assume": "assumeAgency",
  "POST /v5/agencies/assume-with-oidc": "assumeAgencyWithOidc",
  "POST /pod/credentials": "podCredentials",
  "PUT /meta-data/latest/api/token": "metadataToken",
  "GET /openstack/latest/securitykey": "securityKey",
};

const COLLECTION: Readonly<Record<string, Operation>> = {
  GET: "listDetections",
  POST: "createDetection",
};
const ITEM: Readonly<Record<string, Operation>> = {
  GET: "showDetection",
  DELETE: "deleteDetection",
};

export function routeOf(method: string, path: string): Route {
  const fixed = FIXED_PATHS[`${method} ${path}`];
  if (fixed !== undefined) return { operation: fixed };
  const [, projectId, id] = DETECTIONS.exec(path) ?? [];
  if (projectId === undefined) return { operation: "unknown" };
  const operation = (id === undefined ? COLLECTION : ITEM)[method] ?? "unknown";
  return {
    operation,
    projectId: decoded(projectId),
    ...(id === undefined ? {} : { id: decoded(id) }),
  };
}
