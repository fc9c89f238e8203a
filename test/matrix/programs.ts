import * as seed from "../../emulator/seed.js";

const id = seed.documentedDetection.id;
const body = (declare: string) => `
const line = new dc.VifPeerDetection("line", { detectionId: "${id}", expect: { maxLossRatio: 1 } });
${declare}status = line.status;
${declare}lossRatio = line.lossRatio;
`;
const imported = `import * as dc from "pulumi-huaweicloud-dc";`;
const tsconfig = (module: string) =>
  JSON.stringify({
    compilerOptions: {
      strict: true,
      target: "es2022",
      module,
      moduleResolution: "node16",
      skipLibCheck: true,
    },
  });
const yaml = (main: string, nodeargs?: string) => `name: test
main: ${main}
runtime:
  name: nodejs
${nodeargs === undefined ? "" : `  options:\n    typescript: false\n    nodeargs: "${nodeargs}"\n`}`;

export type ProgramKind =
  | "TypeScript"
  | "TypeScript, ES modules"
  | "JavaScript"
  | "JavaScript, ES modules"
  | "Automation API, inline";

/** The files of a project, of which the first is its program. */
export function programFiles(
  kind: ProgramKind,
  folder: string,
): Record<string, string> {
  const at = (name: string) => folder + name;
  switch (kind) {
    case "TypeScript":
      return {
        [at("index.ts")]: imported + body("export const "),
        "Pulumi.yaml": yaml(at("index.ts")),
        "tsconfig.json": tsconfig("node16"),
      };
    case "TypeScript, ES modules":
      return {
        [at("index.ts")]: imported + body("export const "),
        "Pulumi.yaml": yaml(at("index.ts"), "--import=tsx"),
        "tsconfig.json": tsconfig("node16"),
        "package.json": `{ "name": "test", "version": "1.0.0", "type": "module" }`,
      };
    case "JavaScript":
      return {
        [at("index.js")]:
          `const dc = require("pulumi-huaweicloud-dc");` + body("exports."),
        "Pulumi.yaml": yaml(at("index.js")),
      };
    case "JavaScript, ES modules":
      return {
        [at("index.mjs")]: imported + body("export const "),
        "Pulumi.yaml": yaml(at("index.mjs")),
      };
    case "Automation API, inline":
      return {
        [at("index.js")]: "",
        "Pulumi.yaml": yaml(at("index.js")),
        "inline.js": INLINE,
      };
  }
}

/** Does by itself what the command does for the others, and prints what it found as JSON. */
const INLINE = `
const automation = require("@pulumi/pulumi/automation");
const dc = require("pulumi-huaweicloud-dc");
async function main() {
  const stack = await automation.LocalWorkspace.selectStack({
    stackName: "test",
    projectName: "test",
    program: async () => {
      const line = new dc.VifPeerDetection("line", { detectionId: "${id}", expect: { maxLossRatio: 1 } });
      return { status: line.status, lossRatio: line.lossRatio };
    },
  }, { workDir: process.cwd() });
  const { changeSummary } = await stack.preview();
  const { outputs } = await stack.up();
  const again = await stack.up();
  await stack.refresh();
  await stack.destroy();
  console.log(JSON.stringify({
    created: changeSummary.create,
    outputs: { status: outputs.status.value, lossRatio: outputs.lossRatio.value },
    unchanged: again.summary.resourceChanges.same,
  }));
}
main();
`;
