import { readFileSync } from "node:fs";
import { resolve } from "node:path";

/** Programs and policies as users write them. Each is a separate module, and starts with these imports if it has none. */
export const IMPORTS = `
import * as pulumi from "@pulumi/pulumi";
import * as policy from "@pulumi/policy";
import * as dc from "pulumi-huaweicloud-dc";
import { vifPeerDetectionLossRatio, vifPeerDetectionPolicies } from "pulumi-huaweicloud-dc/policy";

const config = new pulumi.Config();
declare const vifPeerId: string;
declare const line: dc.VifPeerDetection;
declare const report: policy.ReportViolation;
`;

const read = (path: string) =>
  readFileSync(resolve(__dirname, "../..", path), "utf8");

/** The pack that has its own rule. */
function packOfReadme(): string {
  const blocks = read("README.md").matchAll(/```ts\n([^]*?)```/g);
  const [found] = [...blocks].filter(([, text]) =>
    text?.includes("validateResourceOfType"),
  );
  return found?.[1] ?? "the README has no such pack";
}

/** Programs and policies that must compile. */
export const ACCEPTED: Record<string, string> = {
  "the pack of the README": packOfReadme(),
  "the pack of the example": read("examples/policy-gate/policies.ts"),
  "a detection, by its id": `
    new dc.VifPeerDetection("line", { detectionId: "3284c6e2-a803-4108-8496-ed3f150697d6" });`,
  "the newest detection of a peer, waited for and judged": `
    new dc.VifPeerDetection("line", {
      vifPeerId,
      waitForCompletion: { timeout: "5m" },
      expect: { maxLossRatio: 1, maxAge: "1h" },
    }, { dependsOn: [line] });`,
  "both ids": `
    new dc.VifPeerDetection("line", { detectionId: line.detectionId, vifPeerId });`,
  "ids that are outputs or promises": `
    new dc.VifPeerDetection("a", { vifPeerId: line.vifPeerId });
    new dc.VifPeerDetection("b", { detectionId: Promise.resolve("3284c6e2") });`,
  "an id that the config may lack, with one that is certain": `
    new dc.VifPeerDetection("line", { detectionId: config.get("detectionId"), vifPeerId });
    new dc.VifPeerDetection("line", { detectionId: config.require("detectionId"), vifPeerId: config.get("peer") });`,
  "one of two ids, by a condition": `
    const detectionId = config.get("detectionId");
    new dc.VifPeerDetection("line", {
      ...(detectionId === undefined ? { vifPeerId } : { detectionId }),
      expect: {},
    });`,
  "arguments in a variable, and spread with others": `
    const args: dc.VifPeerDetectionArgs = { vifPeerId };
    new dc.VifPeerDetection("a", args);
    new dc.VifPeerDetection("b", { ...args, region: "cn-north-4", expect: { maxLossRatio: 1 } });`,
  "providers of other accounts, for resources, functions and components": `
    const hub = new dc.Provider("hub", {
      region: "cn-north-4",
      assumeRole: { agencyName: "line-reader", domainName: "hub-account", duration: 3600 },
      endpoints: { dc: "https://dcaas.example.com", sts: undefined },
    });
    new dc.VifPeerDetection("line", { vifPeerId }, { provider: hub });
    new dc.VifPeerDetectionRun("run", { vifPeerId }, { provider: hub });
    void dc.getVifPeerDetection({ vifPeerId }, { provider: hub });
    dc.getVifPeerDetectionOutput({ vifPeerId }, { provider: hub });
    void dc.getVifPeerDetections({}, { provider: hub });
    new pulumi.ComponentResource("a:b:C", "group", {}, { providers: [hub] });`,
  "providers whose arguments are outputs, secrets, promises, a list or none": `
    new dc.Provider("none");
    new dc.Provider("stack", {}, { protect: true });
    const agency = pulumi.output({ agencyName: "reader", domainId: "0123" });
    new dc.Provider("one", { assumeRole: agency });
    new dc.Provider("chain", { assumeRole: [agency, { agencyName: config.requireSecret("agency"), domainName: "x" }] });
    new dc.Provider("ci", {
      assumeRoleWithOidc: { idpId: "github", idTokenFile: "/token", agencyName: "pipeline", domainId: config.get("account") },
    });
    const args: dc.ProviderArgs = {
      region: line.region, accessKey: config.requireSecret("ak"), secretKey: config.getSecret("sk"),
      securityToken: Promise.resolve("token"), maxRetries: 3, insecure: false, timeout: "1m",
    };
    new dc.Provider("keys", args);
    if (dc.Provider.isInstance(line as unknown)) throw new Error();`,
  "a component that passes its arguments on": `
    interface LineArgs extends dc.VifPeerDetectionCommonArgs { readonly peer: pulumi.Input<string> }
    class Line extends pulumi.ComponentResource {
      constructor(name: string, { peer, ...args }: LineArgs, opts?: pulumi.ComponentResourceOptions) {
        super("own:index:Line", name, {}, opts);
        new dc.VifPeerDetection(name, { ...args, vifPeerId: peer, expect: args.expect }, { parent: this });
      }
    }
    new Line("line", { peer: vifPeerId, expect: { maxLossRatio: 1 } });`,
  "a function that takes name, arguments and options": `
    function read(name: string, args: dc.VifPeerDetectionArgs, opts?: pulumi.CustomResourceOptions) {
      return new dc.VifPeerDetection(name, args, pulumi.mergeOptions(opts, { protect: true }));
    }
    read("line", { vifPeerId });`,
  "a class derived from ours": `
    class Line extends dc.VifPeerDetection {
      constructor(name: string, peer: pulumi.Input<string>, opts?: pulumi.CustomResourceOptions) {
        super(name, { vifPeerId: peer, expect: { maxLossRatio: 1 } }, opts);
      }
    }
    const own = new Line("line", vifPeerId);
    const loss: pulumi.Output<number | null> = own.lossRatio;
    class Same extends dc.VifPeerDetection {}
    new Same("line", { vifPeerId });
    policy.validateResourceOfType(Same, ({ lossRatio }) => { if (lossRatio === null) report("none"); });`,
  "a run with all arguments, and a resource that depends on it": `
    const run = new dc.VifPeerDetectionRun("line", {
      vifPeerId: line.vifPeerId,
      triggers: [config.get("commit"), 1, { a: [true] }, line.status, Promise.resolve(1)],
      remeasure: { olderThan: "1h" },
      expect: { maxLossRatio: 1, maxAge: "1h" },
      keep: true,
      region: config.get("region"),
      projectId: pulumi.output("b197c48159d44a66b32c538c3f8da89a"),
    }, { customTimeouts: { create: "10m", update: "10m" }, dependsOn: line });
    const args: dc.VifPeerDetectionRunArgs = { vifPeerId, remeasure: "always", triggers: pulumi.output(["a"]) };
    new dc.VifPeerDetectionRun("a", args);
    new dc.VifPeerDetectionRun("b", { ...args, remeasure: "onTriggers", triggers: ["a", new Date()] as const });
    new dc.VifPeerDetection("measured", { detectionId: run.detectionId });
    const loss: pulumi.Output<number | null> = run.lossRatio;
    const status: pulumi.Output<dc.DetectionStatus> = run.status;`,
  "a rule about runs, for the stack": `
    const own: policy.StackValidationPolicy = {
      name: "runs", description: "Runs must be good.", enforcementLevel: "mandatory",
      validateStack: policy.validateStackResourcesOfType(dc.VifPeerDetectionRun, (runs) => {
        for (const run of runs) {
          const outputs: dc.VifPeerDetectionRunOutputs = run;
          for (const { message } of dc.unmetExpectations(outputs, {})) report(message);
        }
      }),
    };`,
  "a gate on several detections in a row": `
    new dc.VifPeerDetection("line", { vifPeerId, expect: { maxLossRatio: 1, consecutive: 3, within: "6h" } });`,
  "what the outputs are": `
    const status: pulumi.Output<"processing" | "complete" | "error"> = line.status;
    const lossRatio: pulumi.Output<number | null> = line.lossRatio;
    const endTime: pulumi.Output<string | null> = line.endTime;
    const region: pulumi.Output<string> = line.region;`,
  "a detection read with get, and a recognized one": `
    const read = dc.VifPeerDetection.get("line", "3284c6e2", { region: "cn-north-4" });
    function status(resource: unknown) {
      return dc.VifPeerDetection.isInstance(resource) ? resource.status : read.status;
    }`,
  "functions, with values and with outputs": `
    async function read() {
      const newest: dc.GetVifPeerDetectionResult = await dc.getVifPeerDetection({ vifPeerId });
      const { vifPeerDetections } = await dc.getVifPeerDetections({ status: "error" });
      await dc.getVifPeerDetections();
      return [newest, ...vifPeerDetections].map(({ lossRatio }) => lossRatio);
    }
    const output = dc.getVifPeerDetectionOutput({ vifPeerId: line.vifPeerId }, { dependsOn: line });
    const loss: pulumi.Output<number | null> = output.lossRatio;
    dc.getVifPeerDetectionsOutput({ vifPeerId: line.vifPeerId });`,
  "a judgement in code": `
    async function judge() {
      const detection = await dc.getVifPeerDetection({ vifPeerId });
      const unmet = dc.unmetExpectations(detection, { maxLossRatio: 1, maxAge: "1h" }, { timeZone: "+08:00" });
      for (const { expectation, message } of unmet) {
        const which: "complete" | "maxLossRatio" | "maxAge" = expectation;
        console.log(which, message);
      }
      const { vifPeerDetections } = await dc.getVifPeerDetections();
      return vifPeerDetections.filter((one) => dc.unmetExpectations(one, {}).length === 0);
    }
    pulumi.all([line.status, line.lossRatio, line.detectionId, line.vifPeerId]).apply(
      ([status, lossRatio, detectionId, vifPeerId]) =>
        dc.unmetExpectations({ status, lossRatio, detectionId, vifPeerId }, { maxLossRatio: 1 }));`,
  "a request that failed": `
    async function read() {
      try {
        return await dc.getVifPeerDetection({ vifPeerId });
      } catch (error) {
        if (!dc.isRequestError(error)) throw error;
        const failure: dc.RequestFailure = error.failure;
        const status: number | undefined = failure.status;
        if (failure.reason === "throttled") return undefined;
        throw new Error([failure.operation, failure.host, failure.nextStep, status].join());
      }
    }`,
  "an own rule, with validateResourceOfType": `
    const own: policy.ResourceValidationPolicy = {
      name: "line-is-mine",
      description: "Only my line may be used.",
      enforcementLevel: "mandatory",
      validateResource: policy.validateResourceOfType(dc.VifPeerDetection, (line, args, report) => {
        const everything: dc.VifPeerDetectionOutputs = line;
        const { detectionId, projectId, region }: Record<"detectionId" | "projectId" | "region", string> = line;
        const { domainId, startTime, endTime }: Record<"domainId" | "startTime" | "endTime", string | null> = line;
        const status: "processing" | "complete" | "error" = line.status;
        const lossRatio: number | null = line.lossRatio;
        if (line.vifPeerId !== vifPeerId) report(args.name + ": another peer");
        if (line.lossRatio !== null && line.lossRatio > 1) report("too much is lost");
        for (const { message } of dc.unmetExpectations(line, { maxLossRatio: 1 })) report(message);
      }),
    };
    new policy.PolicyPack("line", { policies: [own, ...vifPeerDetectionPolicies({ maxLossRatio: 1 }), vifPeerDetectionLossRatio()] });`,
  "an own rule, with validateStackResourcesOfType": `
    const own: policy.StackValidationPolicy = {
      name: "two-lines",
      description: "There must be two healthy lines.",
      enforcementLevel: "mandatory",
      validateStack: policy.validateStackResourcesOfType(dc.VifPeerDetection, (lines, args, report) => {
        const losses: (number | null)[] = lines.map((line) => line.lossRatio);
        const healthy = lines.filter((line) => line.status === "complete" && line.lossRatio === 0);
        if (healthy.length < 2) report(String(args.resources.length + losses.length));
      }),
    };`,
  "an own rule, with remediateResourceOfType": `
    const own: Partial<policy.ResourceValidationPolicy> = {
      ...policy.validateRemediateResourceOfType(dc.VifPeerDetection, (line, args, report) => {
        if (line.status !== "complete") report(line.detectionId);
      }),
    };
    const other: policy.ResourceValidationPolicy = {
      name: "no-account",
      description: "The account's id stays out of the state.",
      enforcementLevel: "remediate",
      remediateResource: policy.remediateResourceOfType(dc.VifPeerDetection, (line, args) => {
        const lossRatio: number | null = line.lossRatio;
        return { ...line, lossRatio, domainId: null };
      }),
    };`,
  "an own rule, with asType": `
    const own: policy.ResourceValidationPolicy = {
      name: "a", description: "a", enforcementLevel: "mandatory",
      validateResource: (args, report) => {
        const line = args.asType(dc.VifPeerDetection);
        const lossRatio: number | null | undefined = line?.lossRatio;
        if (line?.status === "error" || lossRatio === null) report("failed");
      },
    };
    const stack: policy.StackValidationPolicy = {
      name: "b", description: "b", enforcementLevel: "mandatory",
      validateStack: ({ resources }, report) => {
        for (const resource of resources) {
          const line = resource.asType(dc.VifPeerDetection);
          const lossRatio: number | null | undefined = line?.lossRatio;
          if (lossRatio === null) report("none", resource.urn);
        }
      },
    };`,
};

/** Which of the two ids the compiler names depends on the order in which it meets them. */
const MISSING =
  /Property '(detectionId|vifPeerId)' is missing in type .* required in type 'VifPeerDetectionBy/;
const NOT_CERTAIN =
  /^Argument of type .* is not assignable to parameter of type 'VifPeerDetectionArgs'/s;

/** Programs that the compiler must refuse, and the contents of its one error: the problem, then its place. */
export const REFUSED: Record<
  string,
  readonly [program: string, ...said: (string | RegExp)[]]
> = {
  "a resource without arguments": [
    `new dc.VifPeerDetection("line");`,
    "arguments, but got 1",
  ],
  "a resource with neither id": [
    `new dc.VifPeerDetection("line", {});`,
    "'{}' is not assignable to parameter of type 'VifPeerDetectionArgs'",
  ],
  "a gate with neither id": [
    `new dc.VifPeerDetection("line", { expect: {} });`,
    MISSING,
  ],
  "only an id that the config may lack": [
    `new dc.VifPeerDetection("line", { detectionId: config.get("detectionId") });`,
    NOT_CERTAIN,
  ],
  "two ids that the config may lack": [
    `new dc.VifPeerDetection("line", { detectionId: config.get("detectionId"), vifPeerId: config.get("peer") });`,
    NOT_CERTAIN,
  ],
  "only an id that is spread if a condition holds": [
    `const detectionId = config.get("detectionId");
     new dc.VifPeerDetection("line", { ...(detectionId !== undefined && { detectionId }) });`,
    NOT_CERTAIN,
  ],
  "an id that is a number": [
    `new dc.VifPeerDetection("line", { detectionId: 3284 });`,
    "Type 'number' is not assignable to type 'string |",
  ],
  "an output as an argument": [
    `new dc.VifPeerDetection("line", { lossRatio: 1 });`,
    "'lossRatio' does not exist in type 'VifPeerDetectionArgs'",
  ],
  "an output with an id": [
    `new dc.VifPeerDetection("line", { vifPeerId, status: "complete" });`,
    "'status' does not exist in type 'VifPeerDetectionArgs'",
  ],
  "all outputs as arguments": [
    `new dc.VifPeerDetection("line", { detectionId: "3284c6e2", vifPeerId, projectId: "b197c481", domainId: null,
       region: "cn-north-4", startTime: null, endTime: null, status: "complete", lossRatio: 0 });`,
    "does not exist in type 'VifPeerDetectionArgs'",
  ],
  "a misspelt id": [
    `new dc.VifPeerDetection("line", { detectionID: "3284c6e2" });`,
    "Did you mean to write 'detectionId'?",
  ],
  "a misspelt input": [
    `new dc.VifPeerDetection("line", { vifPeerId, exepct: { maxLossRatio: 1 } });`,
    "Did you mean to write 'expect'?",
  ],
  "a misspelt option": [
    `new dc.VifPeerDetection("line", { vifPeerId }, { dependOn: [line] });`,
    "Did you mean to write 'dependsOn'?",
  ],
  "a misspelt limit": [
    `new dc.VifPeerDetection("line", { vifPeerId, expect: { maxLossratio: 1 } });`,
    "'maxLossratio' does not exist in type",
  ],
  "a limit that is a string": [
    `new dc.VifPeerDetection("line", { vifPeerId, expect: { maxLossRatio: "1" } });`,
    "Type 'string' is not assignable to type 'Input<number",
  ],
  "a limit that is null": [
    `new dc.VifPeerDetection("line", { vifPeerId, expect: { maxLossRatio: null } });`,
    "Type 'null' is not assignable to type 'Input<number",
  ],
  "a limit that may be undefined": [
    `new dc.VifPeerDetection("line", { vifPeerId, expect: { maxLossRatio: pulumi.output(config.getNumber("max")) } });`,
    "'number | undefined' is not assignable to type 'number'",
  ],
  "a run without a peer": [
    `new dc.VifPeerDetectionRun("line", { triggers: ["a"] });`,
    "Property 'vifPeerId' is missing",
  ],
  "a run with an unknown remeasure": [
    `new dc.VifPeerDetectionRun("line", { vifPeerId, remeasure: "never" });`,
    `Type '"never"' is not assignable to type`,
  ],
  "a resource policy that judges what a run has not measured yet": [
    `const rule = policy.validateResourceOfType(dc.VifPeerDetectionRun, (run, args, report) => {
      if (run.lossRatio === null || run.lossRatio > 1) report("too lossy");
    });`,
    "'run.lossRatio' is possibly 'undefined'",
  ],
  "a run that expects several in a row": [
    `new dc.VifPeerDetectionRun("line", { vifPeerId, expect: { consecutive: 3 } });`,
    "'consecutive' does not exist in type",
  ],
  "a derived class with neither id": [
    `class Line extends dc.VifPeerDetection { constructor(name: string) { super(name, { region: "cn-north-4" }); } }`,
    MISSING,
  ],
  "a function without arguments": [
    `void dc.getVifPeerDetection({});`,
    "'{}' is not assignable to parameter of type",
  ],
  "a function for outputs without an id": [
    `dc.getVifPeerDetectionOutput({ region: "cn-north-4" });`,
    MISSING,
  ],
  "a function with a gate": [
    `void dc.getVifPeerDetection({ vifPeerId, expect: { maxLossRatio: 1 } });`,
    "'expect' does not exist in type",
  ],
  "an unknown status": [
    `void dc.getVifPeerDetections({ status: "failed" });`,
    `Type '"failed"' is not assignable to type`,
  ],
  "a loss ratio that is compared without a check for null": [
    `policy.validateResourceOfType(dc.VifPeerDetection, (line) => { if (line.lossRatio > 1) report("lossy"); });`,
    "'line.lossRatio' is possibly 'null'",
  ],
  "a status that no detection has, in a rule": [
    `policy.validateResourceOfType(dc.VifPeerDetection, (line) => { if (line.status === "completed") report("?"); });`,
    `have no overlap`,
  ],
  "an unknown output, in a rule": [
    `policy.validateResourceOfType(dc.VifPeerDetection, (line) => { report(line.lossRate); });`,
    "'lossRate' does not exist on type",
  ],
  "a result that is changed in place": [
    `policy.remediateResourceOfType(dc.VifPeerDetection, (line) => { line.lossRatio = 0; });`,
    "Cannot assign to 'lossRatio' because it is a read-only property",
  ],
  "a judgement of a resource, whose values are outputs": [
    `dc.unmetExpectations(line, { maxLossRatio: 1 });`,
    "'VifPeerDetection' is not assignable to parameter of type",
  ],
  "a provider with an argument that is misspelt": [
    `new dc.Provider("hub", { acessKey: "a" });`,
    "'acessKey' does not exist in type 'ProviderArgs'",
  ],
  "a provider with an agency that has no name": [
    `new dc.Provider("hub", { assumeRole: { domainName: "hub" } });`,
    "'{ domainName: string; }' is not assignable to type 'Input<AssumeRole",
  ],
  "a provider with an agency's part that is misspelt": [
    `new dc.Provider("hub", { assumeRole: { agencyName: "a", domianName: "hub" } });`,
    "'domianName' does not exist in type",
  ],
  "a provider with an id token of no identity provider": [
    `new dc.Provider("hub", { assumeRoleWithOidc: { idToken: "a" } });`,
    /idpId/,
  ],
  "a provider with an unknown endpoint": [
    `new dc.Provider("hub", { endpoints: { dcaas: "https://dcaas.example.com" } });`,
    "'dcaas' does not exist in type",
  ],
  "a provider with a number instead of a string": [
    `new dc.Provider("hub", { region: 4 });`,
    "'number' is not assignable to type",
  ],
  "an account's name for a provider": [
    `new dc.VifPeerDetection("line", { vifPeerId }, { provider: "hub" });`,
    "'string' is not assignable to type 'ProviderResource",
  ],
  "a judgement by a misspelt limit": [
    `void dc.getVifPeerDetection({ vifPeerId }).then((detection) => dc.unmetExpectations(detection, { maxLoss: 1 }));`,
    "'maxLoss' does not exist in type",
  ],
};
