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

/** The stacks, each by its connection to the engine, whose user has been told. */
const told = new WeakSet<object>();

/** Warns, once for each stack, of secrets that are saved in clear and of keys that nobody reads. */
export function warnOfConfig(): void {
  const stack = pulumi.runtime.getStackResource();
  if (stack === undefined || told.has(stack)) return;
  told.add(stack);
  const config = pulumi.runtime.allConfig();
  for (const key of SECRETS) {
    // The engine saves the stack's config in the state: in clear, unless it was set as a secret.
    if (config[key] && !isConfigSecret(key)) {
      void pulumi.log.warn(
        `${key} is in the config and the state in clear. Mend it with: pulumi config set --secret ${key}`,
      );
    }
  }
  const withIdToken = `${NAMESPACE}assumeRoleWithOidc`;
  if (
    /"idToken"\s*:/.test(config[withIdToken] ?? "") &&
    !isConfigSecret(withIdToken)
  ) {
    void pulumi.log.warn(
      `${withIdToken}.idToken is in the config and the state in clear. Mend it with: pulumi config set --path --secret ${withIdToken}.idToken, or better name its file by idTokenFile`,
    );
  }
  void warnOfUnknown(Object.keys(config));
}

/** Only the program can list the keys of a config: a provider can but ask for those that it knows. */
async function warnOfUnknown(keys: readonly string[]): Promise<void> {
  for (const { key, meant } of await unknownSettings(keys)) {
    const isPlainSecret =
      meant !== undefined && SECRETS.includes(meant) && !isConfigSecret(key);
    void pulumi.log.warn(
      [
        `${key} is not a setting that pulumi-huaweicloud-dc knows, and is not used`,
        meant === undefined ? "." : `: did you mean ${meant}?`,
        isPlainSecret
          ? ` It is in the config and the state in clear. Mend it with: pulumi config rm ${key}`
          : "",
      ].join(""),
    );
  }
}
