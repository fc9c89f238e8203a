import { execFile, spawn } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { promisify } from "node:util";
import { expect } from "chai";
import * as seed from "../../emulator/seed.js";
import { pulumiCli } from "../support/pulumiCli.js";
import { Scene } from "../support/scene.js";

const root = resolve(__dirname, "../..");

describe("The README, word by word, in an empty folder", () => {
  const scene = Scene.here();
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "readme-"));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it("leads from the tarball to a gated preview within ten commands", async function () {
    // It downloads packages.
    this.timeout(0);
    const readme = await readFile(join(root, "README.md"), "utf8");
    const [, use = ""] = readme.split("## Use it");
    const blocks = Array.from(
      use.matchAll(/```(sh|ts)\n([^]*?)```/g),
      ([, language, text = ""]) => ({ language, text }),
    );
    const [install, program, preview] = blocks;
    const healthy = blocks.find(({ text }) => text.includes("healthy"));
    const packed = join(folder, "packed");
    await mkdir(packed);
    const { stdout } = await promisify(execFile)(
      "npm",
      ["pack", "--ignore-scripts", "--json", "--pack-destination", packed],
      { cwd: root },
    );
    const [{ filename }] = JSON.parse(stdout) as [{ filename: string }];
    const commands = `${install?.text ?? ""}${preview?.text ?? ""}`
      .trim()
      .split("\n")
      .map((command) =>
        command
          .replace("pulumi-huaweicloud-dc ", `${join(packed, filename)} `)
          .replace("<access key>", seed.accessKey),
      );
    expect(commands.length).to.be.at.most(10);

    const project = join(folder, "line");
    await mkdir(project);
    await writeFile(
      join(project, "index.ts"),
      `${program?.text ?? ""}\n${healthy?.text ?? ""}`,
    );
    const { directory } = await pulumiCli();
    await mkdir(join(folder, "state"));
    const run = (command: string) =>
      new Promise<string>((done, failed) => {
        const child = spawn("bash", ["-c", command], {
          cwd: project,
          env: {
            ...process.env,
            PATH: `${directory}${delimiter}${process.env["PATH"] ?? ""}`,
            PULUMI_BACKEND_URL: `file://${join(folder, "state")}`,
            PULUMI_CONFIG_PASSPHRASE: "",
            PULUMI_HOME: join(folder, "home"),
            PULUMI_SKIP_UPDATE_CHECK: "1",
          },
        });
        // For the command that asks for a secret. The others may have ended before they read it.
        child.stdin.on("error", () => undefined);
        child.stdin.end(`${seed.secretKey}\n`);
        let output = "";
        for (const stream of [child.stdout, child.stderr]) {
          stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
        }
        child.on("close", (code) => {
          if (code === 0) done(output);
          else failed(new Error(`${command}:\n${output}`));
        });
      });
    let output = "";
    for (const [index, command] of commands.entries()) {
      // Only here is the cloud an emulated one.
      if (index === commands.length - 1) {
        for (const name of ["dc", "iam"]) {
          await run(
            `pulumi config set --path huaweicloud:endpoints.${name} ${scene.url}`,
          );
        }
      }
      output = await run(command);
    }
    expect(output).to.match(/lossRatio: 0\s+status {3}: "complete"/);

    await scene.cloud.patchDetection(seed.documentedDetection.id, {
      loss_ratio: 7,
    });
    const stopped = await run("pulumi preview").catch(
      (error: unknown) => (error as Error).message,
    );
    expect(stopped).to.include("expect.maxLossRatio: the loss ratio is 7 %");
  });
});
