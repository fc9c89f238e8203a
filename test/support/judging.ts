import * as policySdk from "@pulumi/policy";
import type {
  Policies,
  PolicyResource,
  ResourceValidationArgs,
  StackValidationArgs,
} from "@pulumi/policy";
import { vifPeerDetectionPolicies } from "../../sdk/policies/index.js";

/** Exported by the policy SDK for the tests of policies, but without types. */
export const { unknownCheckingProxy, UnknownValueError } =
  policySdk as unknown as {
    unknownCheckingProxy: (props: object) => Record<string, unknown>;
    UnknownValueError: new () => Error;
  };

export const TYPE = "pulumi-nodejs:dynamic/huaweicloud-dc:VifPeerDetection";
export const COMPLETE = "vif-peer-detection-complete";
export const LOSS_RATIO = "vif-peer-detection-loss-ratio";
export const FRESH = "vif-peer-detection-fresh";
export const REQUIRED = "vif-peer-detection-required";
export const STABLE = "vif-peer-detection-stable";
export const RUN_TYPE =
  "pulumi-nodejs:dynamic/huaweicloud-dc:VifPeerDetectionRun";
export const HOUR = 3_600_000;
export const PEER = "1158951c-a6f1-40a0-af88-632817fd24ac";
export const OTHER_PEER = "2258951c-a6f1-40a0-af88-632817fd24ac";
/** How the policy SDK passes values that a preview does not know. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** A time in the API's format. */
export function time(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19).replace("T", " ");
}

/** Meets every policy; each test breaks one thing. */
export function good(): Record<string, unknown> {
  return {
    detectionId: "3284c6e2-a803-4108-8496-ed3f150697d6",
    vifPeerId: PEER,
    startTime: time(Date.now() - 2 * HOUR),
    endTime: time(Date.now() - HOUR),
    status: "complete",
    lossRatio: 0,
  };
}

export type Violations = Record<string, string[]>;

/** The reports of each policy. `config` has the configuration from the engine, by the policy's name. */
export function judge(
  detections: Record<string, unknown>[],
  policies: Policies,
  config: Record<string, object> = {},
  type = TYPE,
): Violations {
  const resources = detections.map((detection) => ({
    type,
    props: unknownCheckingProxy(detection),
  }));
  const violations: Violations = {};
  for (const policy of policies) {
    const found: string[] = [];
    const report = (message: string) => void found.push(message);
    const getConfig = () => config[policy.name] ?? {};
    if ("validateStack" in policy) {
      const args = { resources: resources as PolicyResource[], getConfig };
      void policy.validateStack(args as StackValidationArgs, report);
    } else {
      const validate = policy.validateResource;
      if (typeof validate !== "function") throw new Error("not one function");
      for (const resource of resources) {
        const args = { ...resource, getConfig };
        void validate(args as unknown as ResourceValidationArgs, report);
      }
    }
    if (found.length > 0) violations[policy.name] = found;
  }
  return violations;
}

export const ALL = vifPeerDetectionPolicies().map(({ name }) => name);
/** All policies, for the peer of the fixture, with the most lenient options. */
export const lenient = () =>
  vifPeerDetectionPolicies({
    maxLossRatio: 100,
    maxAge: "1000000h",
    vifPeerIds: [PEER],
    consecutive: 1,
    within: "1000000h",
  });
/** By default, they allow no loss and require an end in the last 24 hours. */
export const strict = () => vifPeerDetectionPolicies({ vifPeerIds: [PEER] });
