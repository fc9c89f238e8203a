/** Checks the output of `npm run package:plugin`, without Pulumi. */
import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { credentials } from "@grpc/grpc-js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb.js";
import type { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb.js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import { manifest, root } from "./repository.js";

const EXECUTABLE = "pulumi-resource-huaweicloud-dc";

/** The problems of the files in a folder, as sentences. */
export async function problemsOfPlugin(folder: string): Promise<string[]> {
  const { version } = manifest();
  const archives = ["darwin", "linux", "windows"].flatMap((os) =>
    ["amd64", "arm64"].map(
      (arch) => `${EXECUTABLE}-v${version}-${os}-${arch}.tar.gz`,
    ),
  );
  const tarball = `pulumi-huaweicloud-dc-plugin-${version}.tgz`;
  const problems: string[] = [];
  for (const name of [...archives, tarball]) {
    if (!existsSync(join(folder, name))) {
      problems.push(`${name} is missing`);
      continue;
    }
    const unpacked = mkdtempSync(join(tmpdir(), "plugin-"));
    try {
      const inner = name === tarball ? "package" : ".";
      execFileSync("tar", ["-xzf", resolve(folder, name), "-C", unpacked]);
      const { version: packed } = JSON.parse(
        readFileSync(join(unpacked, inner, "package.json"), "utf8"),
      ) as { version: string };
      const answered = await versionOf(join(unpacked, inner, EXECUTABLE));
      for (const found of [packed, answered]) {
        if (found !== version)
          problems.push(`${name} has version ${found} instead of ${version}`);
      }
    } catch (error) {
      problems.push(`${name}: ${(error as Error).message}`);
    } finally {
      rmSync(unpacked, { recursive: true });
    }
  }
  return problems;
}

/** Starts a plugin as the engine does, and asks it for its version. */
async function versionOf(executable: string): Promise<string> {
  const plugin = spawn(executable, ["127.0.0.1:1"], {
    stdio: ["ignore", "pipe", "inherit"],
    // As on a user's machine, where nothing of ours can be imported.
    cwd: tmpdir(),
  });
  try {
    const port = await new Promise<string>((done, failed) => {
      plugin.on("error", failed);
      plugin.on("exit", (code) => {
        failed(new Error(`it ended with ${String(code)} when it was started`));
      });
      createInterface(plugin.stdout).once("line", done);
    });
    const client = new ResourceProviderClient(
      `127.0.0.1:${port}`,
      credentials.createInsecure(),
    );
    const info = await new Promise<PluginInfo>((done, failed) => {
      client.getPluginInfo(new Empty(), (error, answer) => {
        if (error) failed(error);
        else done(answer);
      });
    });
    client.close();
    return info.getVersion();
  } finally {
    plugin.kill();
  }
}

export function packPlugin(): string {
  const folder = join(root, "dist-plugin");
  execFileSync(process.execPath, ["scripts/plugin/package.mjs"], {
    cwd: root,
    stdio: "inherit",
  });
  return folder;
}
