import * as seed from "../../emulator/seed.js";
import { PLUGIN, programsIn } from "../support/languages.js";
import type { Scene } from "../support/scene.js";
import type { Stack, StackOptions } from "../support/stack.js";

const project = (resources: string) =>
  `name: test
runtime: yaml
plugins:
  providers:
    - name: huaweicloud-dc
      path: ${PLUGIN}
resources:
${resources}`;

/** To be called inside `describe`: stacks whose programs are resources in YAML, which use the plugin. */
export function yamlStacks(scene: Scene) {
  const programs = programsIn("yaml");
  return {
    /** A stack of a program with these resources. */
    stackOf: async (
      resources: string,
      {
        config,
        environment,
      }: Pick<StackOptions, "config" | "environment"> = {},
    ): Promise<Stack> =>
      scene.bareStack(
        await programs.options({
          files: { "Pulumi.yaml": project(resources) },
          config: {
            "huaweicloud-dc:region": seed.region,
            "huaweicloud-dc:projectId": seed.projectId,
            "huaweicloud-dc:endpoints.dc": scene.url,
            ...config,
          },
          environment: { HW_AUTH_TOKEN: seed.token, ...environment },
        }),
      ),
    rewritten: (stack: Stack, resources: string) =>
      stack.write({ "Pulumi.yaml": project(resources) }),
    line: (properties: string, options = "{}") =>
      resource("line", "VifPeerDetection", properties, options),
    measurement: (properties: string, options = "{}") =>
      resource("run", "VifPeerDetectionRun", properties, options),
  };
}

function resource(
  name: string,
  type: string,
  properties: string,
  options: string,
): string {
  return `  ${name}:
    type: huaweicloud-dc:${type}
    properties: ${properties}
    options: ${options}
`;
}
