import type { Language } from "../../scripts/cli/languages.js";
import { detectionId, vifPeerId } from "../support/programs.js";

/** What a program of ours does, in each language alike: it exports `status` and `lossRatio` of the resource `line`. */
export interface LineProgram {
  /** Default: the documented detection, by its own id. */
  readonly by?: "detectionId" | "vifPeerId";
  readonly maxLossRatio?: number;
  /** A duration: waits for completion. */
  readonly wait?: string;
  /** The line depends on a run of the same peer. */
  readonly afterRun?: boolean;
  /** The resource `next` depends on the line. */
  readonly withNext?: boolean;
  /** A second account: exports `otherProject`, of the resource `other`. */
  readonly other?: {
    readonly projectId: string;
    readonly token: string;
    readonly endpoint: string;
    readonly detectionId: string;
  };
  /** Exports `listed`, how many detections of the peer a function lists, and `read`, the status that another one reads. */
  readonly withFunctions?: boolean;
}

export type ProgramLanguage = Exclude<Language, "java">;

export function lineProgram(
  language: ProgramLanguage,
  program: LineProgram = {},
): Record<string, string> {
  return WRITERS[language](program);
}

const idOf = ({ by = "detectionId" }: LineProgram) =>
  ({ detectionId, vifPeerId })[by];

/** The lines of a text, without those that are left out. */
function text(...lines: (string | false | undefined)[]): string {
  return lines.filter((line) => typeof line === "string").join("\n") + "\n";
}

const WRITERS: Record<
  ProgramLanguage,
  (program: LineProgram) => Record<string, string>
> = {
  yaml: (program) => {
    const { by = "detectionId", maxLossRatio, wait, other } = program;
    return {
      "Pulumi.yaml": text(
        "name: test",
        "runtime: yaml",
        program.withFunctions &&
          `variables:
  found:
    fn::invoke:
      function: huaweicloud-dc:getVifPeerDetection
      arguments: { detectionId: ${detectionId} }
  all:
    fn::invoke:
      function: huaweicloud-dc:getVifPeerDetections
      arguments: { vifPeerId: ${vifPeerId} }`,
        "resources:",
        program.afterRun &&
          `  run:
    type: huaweicloud-dc:VifPeerDetectionRun
    properties: { vifPeerId: ${vifPeerId} }`,
        `  line:
    type: huaweicloud-dc:VifPeerDetection
    properties:
      ${by}: ${idOf(program)}`,
        maxLossRatio !== undefined &&
          `      expect: { maxLossRatio: ${maxLossRatio} }`,
        wait !== undefined && `      waitForCompletion: { timeout: ${wait} }`,
        program.afterRun && '    options: { dependsOn: ["${run}"] }',
        program.withNext &&
          `  next:
    type: huaweicloud-dc:VifPeerDetection
    properties: { vifPeerId: ${vifPeerId} }
    options: { dependsOn: ["\${line}"] }`,
        other &&
          `  account:
    type: pulumi:providers:huaweicloud-dc
    properties:
      region: cn-north-4
      projectId: ${other.projectId}
      token: ${other.token}
      endpoints: { dc: "${other.endpoint}" }
  other:
    type: huaweicloud-dc:VifPeerDetection
    properties: { detectionId: ${other.detectionId} }
    options: { provider: "\${account}" }`,
        `outputs:
  status: \${line.status}
  lossRatio: \${line.lossRatio}`,
        other && "  otherProject: ${other.projectId}",
        program.withFunctions &&
          "  read: ${found.status}\n  listed: ${all.vifPeerDetections[0].detectionId}",
      ),
    };
  },

  python: (program) => {
    const { by = "detectionId", maxLossRatio, wait, other } = program;
    const key = { detectionId: "detection_id", vifPeerId: "vif_peer_id" }[by];
    return {
      "__main__.py": text(
        "import pulumi",
        "import pulumi_huaweicloud_dc as dc",
        program.afterRun &&
          `run = dc.VifPeerDetectionRun("run", vif_peer_id="${vifPeerId}")`,
        `line = dc.VifPeerDetection(
    "line",
    ${key}="${idOf(program)}",`,
        maxLossRatio !== undefined &&
          `    expect=dc.VifPeerDetectionGateArgs(max_loss_ratio=${maxLossRatio}),`,
        wait !== undefined &&
          `    wait_for_completion=dc.WaitForCompletionArgs(timeout="${wait}"),`,
        program.afterRun &&
          "    opts=pulumi.ResourceOptions(depends_on=[run]),",
        ")",
        program.withNext &&
          `dc.VifPeerDetection("next", vif_peer_id="${vifPeerId}", opts=pulumi.ResourceOptions(depends_on=[line]))`,
        other &&
          `account = dc.Provider(
    "account",
    region="cn-north-4",
    project_id="${other.projectId}",
    token="${other.token}",
    endpoints=dc.ProviderEndpointsArgs(dc="${other.endpoint}"),
)
other = dc.VifPeerDetection("other", detection_id="${other.detectionId}", opts=pulumi.ResourceOptions(provider=account))
pulumi.export("otherProject", other.project_id)`,
        program.withFunctions &&
          `pulumi.export("read", dc.get_vif_peer_detection(detection_id="${detectionId}").status)
pulumi.export("listed", dc.get_vif_peer_detections(vif_peer_id="${vifPeerId}").vif_peer_detections[0].detection_id)`,
        'pulumi.export("status", line.status)',
        'pulumi.export("lossRatio", line.loss_ratio)',
      ),
    };
  },

  go: (program) => {
    const { by = "detectionId", maxLossRatio, wait, other } = program;
    const key = { detectionId: "DetectionId", vifPeerId: "VifPeerId" }[by];
    const stop = "if err != nil { return err }";
    return {
      "main.go": text(
        `package main

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"pulumi-huaweicloud-dc/sdk/dc"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {`,
        program.afterRun &&
          `run, err := dc.NewVifPeerDetectionRun(ctx, "run", &dc.VifPeerDetectionRunArgs{VifPeerId: pulumi.String("${vifPeerId}")})
${stop}`,
        `line, err := dc.NewVifPeerDetection(ctx, "line", &dc.VifPeerDetectionArgs{
	${key}: pulumi.StringPtr("${idOf(program)}"),`,
        maxLossRatio !== undefined &&
          `	Expect: &dc.VifPeerDetectionGateArgs{MaxLossRatio: pulumi.Float64Ptr(${maxLossRatio})},`,
        wait !== undefined &&
          `	WaitForCompletion: &dc.WaitForCompletionArgs{Timeout: pulumi.StringPtr("${wait}")},`,
        program.afterRun
          ? "}, pulumi.DependsOn([]pulumi.Resource{run}))"
          : "})",
        stop,
        program.withNext &&
          `_, err = dc.NewVifPeerDetection(ctx, "next", &dc.VifPeerDetectionArgs{VifPeerId: pulumi.StringPtr("${vifPeerId}")}, pulumi.DependsOn([]pulumi.Resource{line}))
${stop}`,
        other &&
          `account, err := dc.NewProvider(ctx, "account", &dc.ProviderArgs{
	Region: pulumi.StringPtr("cn-north-4"),
	ProjectId: pulumi.StringPtr("${other.projectId}"),
	Token: pulumi.StringPtr("${other.token}"),
	Endpoints: &dc.ProviderEndpointsArgs{Dc: pulumi.StringPtr("${other.endpoint}")},
})
${stop}
other, err := dc.NewVifPeerDetection(ctx, "other", &dc.VifPeerDetectionArgs{DetectionId: pulumi.StringPtr("${other.detectionId}")}, pulumi.Provider(account))
${stop}
ctx.Export("otherProject", other.ProjectId)`,
        program.withFunctions &&
          `id, peer := "${detectionId}", "${vifPeerId}"
found, err := dc.LookupVifPeerDetection(ctx, &dc.LookupVifPeerDetectionArgs{DetectionId: &id})
${stop}
all, err := dc.GetVifPeerDetections(ctx, &dc.GetVifPeerDetectionsArgs{VifPeerId: &peer})
${stop}
ctx.Export("read", pulumi.String(found.Status))
ctx.Export("listed", pulumi.String(all.VifPeerDetections[0].DetectionId))`,
        `ctx.Export("status", line.Status)
ctx.Export("lossRatio", line.LossRatio)
return nil
	})
}`,
      ),
    };
  },
};
