import * as pulumi from "@pulumi/pulumi";

const CREDENTIALS = ["token", "secretKey", "securityToken", "password"];

/** Not in Pulumi's types. */
const { isConfigSecret } = pulumi.runtime as unknown as {
  isConfigSecret: (key: string) => boolean;
};

/** The stacks, each by its connection to the engine, whose user has been told. */
const told = new WeakSet<object>();

/** The engine saves the stack's config in the state: in clear, unless it was set as a secret. */
export function warnOfPlainSecrets(): void {
  const stack = pulumi.runtime.getStackResource();
  if (stack === undefined || told.has(stack)) return;
  told.add(stack);
  const config = new pulumi.Config("huaweicloud");
  for (const name of CREDENTIALS) {
    const key = `huaweicloud:${name}`;
    if (config.get(name) && !isConfigSecret(key)) {
      void pulumi.log.warn(
        `${key} is in the config and the state in clear. Mend it with: pulumi config set --secret ${key}`,
      );
    }
  }
}
