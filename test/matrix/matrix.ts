/**
 * The package as strangers have it: each value of every row of what is supported, at least once. `npm run test:matrix`.
 */
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { expect } from "chai";
import * as seed from "../../emulator/seed.js";
import {
  type EmulatorProcess,
  startEmulatorProcess,
} from "../support/emulatorProcess.js";
import { Stack } from "../support/stack.js";
import { type Installer, installedVersion, root, Tools } from "./installers.js";
import { programFiles, type ProgramKind } from "./programs.js";

interface Combination {
  readonly node: string;
  /** `@pulumi/pulumi`; the newest versions need Node.js 22. */
  readonly pulumi: string;
  readonly program: ProgramKind;
  readonly typescript: string;
  readonly installer: Installer;
  readonly engine: "default" | "newest";
}

/** The oldest `@pulumi/pulumi` is the peer dependency's. */
const COMBINATIONS: readonly Combination[] = [
  {
    node: "20.19",
    pulumi: "3.142.0",
    program: "JavaScript",
    typescript: "5",
    installer: "npm",
    engine: "default",
  },
  {
    node: "22",
    pulumi: "3.248.0",
    program: "TypeScript",
    typescript: "5",
    installer: "pnpm",
    engine: "newest",
  },
  {
    node: "24",
    pulumi: "latest",
    program: "TypeScript, ES modules",
    typescript: "6",
    installer: "yarn",
    engine: "default",
  },
  {
    node: "26",
    pulumi: "latest",
    program: "JavaScript, ES modules",
    typescript: "6",
    installer: "workspace",
    engine: "newest",
  },
  {
    node: "24",
    pulumi: "3.248.0",
    program: "Automation API, inline",
    typescript: "5",
    installer: "npm",
    engine: "newest",
  },
  {
    node: "22",
    pulumi: "3.248.0",
    program: "JavaScript",
    typescript: "5",
    installer: "npm link",
    engine: "default",
  },
  {
    node: "22",
    pulumi: "3.248.0",
    program: "TypeScript",
    typescript: "6",
    installer: "checkout",
    engine: "newest",
  },
];

describe("The package works in a new project", function () {
  // It downloads packages.
  this.timeout(0);
  let folder: string;
  let tools: Tools;
  let tarball: string;
  let emulator: EmulatorProcess;
  const rows: Record<string, string>[] = [];

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "matrix-"));
    tools = new Tools(folder);
    tarball = await tools.tarball();
    emulator = await startEmulatorProcess();
  });

  after(async () => {
    await emulator.stop();
    await rm(folder, { recursive: true, force: true });
    console.table(rows);
  });

  for (const combination of COMBINATIONS) {
    const { node, pulumi, program, typescript, installer, engine } =
      combination;
    it(`with Node.js ${node}, @pulumi/pulumi ${pulumi}, ${program}, TypeScript ${typescript}, by ${installer}, on the ${engine === "default" ? "oldest" : "newest"} engine`, async () => {
      const nodeFolder = await tools.nodeFolder(node);
      const path = `${nodeFolder}${delimiter}${process.env["PATH"] ?? ""}`;
      const packages = [
        `@pulumi/pulumi@${pulumi}`,
        `typescript@${typescript}`,
        "@types/node@20",
        ...(program === "TypeScript, ES modules" ? ["tsx"] : []),
      ];
      const stack = await Stack.create({
        program: {
          ...programFiles(program, installer === "workspace" ? "infra/" : ""),
          ...(installer === "workspace" && {
            "package.json": `{ "name": "root", "private": true, "workspaces": ["infra"] }`,
            "infra/package.json": `{ "name": "infra", "version": "1.0.0" }`,
          }),
        },
        ...(installer === "checkout" && { within: root }),
        engine,
        packages: (project) =>
          tools.install(installer, project, tarball, packages, nodeFolder),
        config: {
          "huaweicloud:region": seed.region,
          "huaweicloud:projectId": seed.projectId,
          "huaweicloud:endpoints.dc": emulator.url,
        },
        environment: { PATH: path, HW_AUTH_TOKEN: seed.token },
      });
      try {
        await (program === "Automation API, inline"
          ? lifeOfInline(stack, join(nodeFolder, "node"))
          : life(stack));
        const { stdout } = await promisify(execFile)(join(nodeFolder, "node"), [
          "--version",
        ]);
        rows.push({
          node: stdout.trim(),
          "@pulumi/pulumi": await installedVersion(
            stack.folder,
            "@pulumi/pulumi",
          ),
          program,
          typescript: await installedVersion(stack.folder, "typescript"),
          "installed by": installer,
          engine: await stack.engineVersion(),
          works: "yes",
        });
      } finally {
        await stack.remove();
      }
    });
  }
});

const outputs = { status: "complete", lossRatio: 0 };

/** Preview, update, refresh and destroy. */
async function life(stack: Stack): Promise<void> {
  const preview = await stack.preview();
  expect(preview.code, preview.output).to.equal(0);
  expect(preview.output).to.match(/lossRatio: 0\s+status {3}: "complete"/);
  await stack.must("up", "--yes", "--skip-preview");
  expect(await stack.outputs()).to.deep.equal(outputs);
  expect((await stack.up()).output).to.match(/2 unchanged/);
  await stack.must("refresh", "--yes", "--skip-preview");
  await stack.must("destroy", "--yes", "--skip-preview");
  expect(await stack.resources()).to.deep.equal([]);
}

async function lifeOfInline(stack: Stack, node: string): Promise<void> {
  const { stdout } = await promisify(execFile)(node, ["inline.js"], {
    cwd: stack.folder,
    env: stack.environment,
  });
  expect(JSON.parse(stdout)).to.deep.equal({
    created: 2,
    outputs,
    unchanged: 2,
  });
}
