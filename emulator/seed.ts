/**
 * The initial state of the emulator. These credentials only work with an emulator.
 * The detection is the one in the API's documentation.
 */
export const region = "cn-north-4";
export const projectId = "b197c48159d44a66b32c538c3f8da89a";
export const domainId = "5f0b6c1e9a7d4c3f8e2b1d0c9a8f7e6d";
export const domainName = "emulated-account";

/** Another project of the same account, without the documented detection. */
export const otherProject = {
  id: "0a1b2c3d4e5f60718293a4b5c6d7e8f9",
  name: "cn-north-4_other",
} as const;

export const documentedDetection = {
  id: "3284c6e2-a803-4108-8496-ed3f150697d6",
  vif_peer_id: "1158951c-a6f1-40a0-af88-632817fd24ac",
  project_id: projectId,
  domain_id: domainId,
  start_time: "2025-07-05 15:11:14",
  end_time: "2025-07-05 15:15:14",
  status: "complete",
  loss_ratio: 0,
} as const;

export const token = "emulated-token-of-cn-north-4";
/** A valid token, but for {@link otherProject}. */
export const otherProjectToken = "emulated-token-of-another-project";

export const accessKey = "EMULATEDACCESSKEY001";
export const secretKey = "emulatedSecretKey00000000000000000000001";

export const temporaryAccessKey = "EMULATEDACCESSKEY002";
export const temporarySecretKey = "emulatedSecretKey00000000000000000000002";
/** Contains the characters of base64, which a signer must not encode. */
export const securityToken = "emulated/security+token==";

export const userId = "7d5e0c4b3a29481796a5b4c3d2e1f001";
export const userName = "emulated-user";
export const password = "emulated-password-1";

/** The account that owns the lines. Its agency trusts the first account. */
export const hub = {
  domainId: "a1b2c3d4e5f60718293a4b5c6d7e8f90",
  domainName: "emulated-hub",
  projectId: "c0ffee00c0ffee00c0ffee00c0ffee00",
  agency: "line-reader",
} as const;

/** An account whose agency trusts only the hub, so it is reached through a chain. */
export const partner = {
  domainId: "b2c3d4e5f60718293a4b5c6d7e8f90a1",
  domainName: "emulated-partner",
  projectId: "feedface0feedface0feedface0feedf",
  agency: "partner-line-reader",
} as const;

/** An identity provider that the first account trusts, and the agency that its tokens may assume. */
export const identityProvider = {
  name: "emulated-ci",
  issuer: "https://ci.example.com",
  audience: "huaweicloud",
  agency: "pipeline",
} as const;

/** The token with which a pod of the emulated CCE requests the keys of its agency. */
export const podToken = "emulated-pod-authorization-token";
