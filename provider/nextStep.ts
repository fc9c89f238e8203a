import type { ErrorBody } from "./errorBody.js";
import type { HttpAnswer } from "./http/request.js";

interface Context {
  readonly region: string;
  readonly projectId: string;
  /** What to do when the credentials are refused. */
  readonly advice: string;
}

/** What the person who reads an error can do about it. */
export const nextStep = {
  afterNetworkFailure(code: string, host: string): string {
    switch (code) {
      case "ENOTFOUND":
      case "EAI_AGAIN":
        return `Check huaweicloud:region and huaweicloud:endpoints, from which the host ${host} follows, and this machine's name service.`;
      case "CERTIFICATE":
        return `If ${host} or a proxy uses a certificate of your own authority, name its file in NODE_EXTRA_CA_CERTS.`;
      case "TOO_LARGE":
        return nextStep.notTheService(host);
      default:
        return `Check that ${host} can be reached from this machine (network, firewall, proxy), then try again.`;
    }
  },

  afterRefusal(answer: HttpAnswer, body: ErrorBody, context: Context): string {
    const { region, projectId, advice } = context;
    const { code = "" } = body;
    if (answer.status === 401) return advice;
    if (answer.status === 403) {
      return `The credentials are known but may not do this in project ${projectId}: they need dcaas:vifPeer:getVifPeerDetection, and to list tasks dcaas:vifPeer:listVifPeerDetection (or the role permission get_vif_peer).`;
    }
    if (code === "APIGW.0101") {
      return `There is no such API at this host: check huaweicloud:region (${region}) and huaweicloud:endpoints.dc. It says nothing about the task.`;
    }
    if (answer.status === 404 || code === "DC.0002") {
      return `There is no such detection in project ${projectId}, region ${region}: check detectionId, region and projectId, and that it is not the id of a virtual interface peer.`;
    }
    if (answer.status === 429) {
      return "The service throttles this account: try again later, or run fewer deployments at once.";
    }
    if (answer.status >= 500 || code === "DC.0003") {
      return "The service has trouble of its own: try again later; if it stays, give Huawei Cloud's support the request id.";
    }
    if (answer.status >= 300 && answer.status < 400) {
      return "Credentials are not sent to another host: check huaweicloud:endpoints.dc and proxies.";
    }
    return "Check the inputs of the resource; if they are right, give Huawei Cloud's support the request id.";
  },

  notTheService(host: string): string {
    return `Check that ${host} is the Direct Connect API, and that no proxy or sign-in page answers in its place.`;
  },
};
