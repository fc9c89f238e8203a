import * as pulumi from "@pulumi/pulumi";
import { unknownSettings } from "../provider/index.js";

const NAMESPACE = "huaweicloud:";
const SECRETS = ["token", "secretKey", "securityToken", "password"].map(
  (name) => NAMESPACE + name,
);

/** Not in Pulumi's types. */
const { isConfigSecret } = pulumi.runtime as unknown as {
  isConfigSecret: (key: string) => boolean;
};

/** The stacks that have been warned, each by its connection to the engine. */
const told = new WeakSet<object>();

/** Warns once per stack about secrets stored in plain text and about unknown keys. */
export function warnOfConfig(): void {
  const stack = pulumi.runtime.getStackResource();
  if (stack === undefined || told.has(stack)) return;
  told.add(stack);
  const config = pulumi.runtime.allConfig();
  for (const key of SECRETS) {
    // The engine saves the stack's config in the state, in plain text unless it was set as a secret.
    if (config[key] && !isConfigSecret(key)) {
      void pulumi.log.warn(
        `${key} is in plain text in the config and the state. Fix it with: pulumi config set --secret ${key}`,
      );
    }
  }
  const withIdToken = `${NAMESPACE}assumeRoleWithOidc`;
  if (
    /"idToken"\s*:/.test(config[withIdToken] ?? "") &&
    !isConfigSecret(withIdToken)
  ) {
    void pulumi.log.warn(
      `${withIdToken}.idToken is in plain text in the config and the state. Fix it with: pulumi config set --path --secret ${withIdToken}.idToken, or set idTokenFile instead`,
    );
  }
  warnOfUnknown(Object.keys(config));
}

/** Only the program can list the keys of a config: a provider can only read keys by name. */
function warnOfUnknown(keys: readonly string[]): void {
  for (const { key, meant } of unknownSettings(keys)) {
    const isPlainSecret =
      meant !== undefined && SECRETS.includes(meant) && !isConfigSecret(key);
    void pulumi.log.warn(
      [
        `${key} is not a setting of pulumi-huaweicloud-dc and is ignored`,
        meant === undefined ? "." : `: did you mean ${meant}?`,
        isPlainSecret
          ? ` It is in plain text in the config and the state. Fix it with: pulumi config rm ${key}`
          : "",
      ].join(""),
    );
  }
}
