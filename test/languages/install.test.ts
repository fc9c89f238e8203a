import { execFile } from "node:child_process";
import {
  copyFile,
  mkdir,
  mkdtemp,
  readFile,
  rm,
  writeFile,
} from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { promisify } from "node:util";
import { expect } from "chai";
import * as seed from "../../emulator/seed.js";
import { version } from "../../package.json";
import { programsIn } from "../support/languages.js";
import { detectionId } from "../support/programs.js";
import { Scene } from "../support/scene.js";
import type { Stack } from "../support/stack.js";

const run = promisify(execFile);
const root = resolve(__dirname, "../..");
const EXECUTABLE = "pulumi-resource-huaweicloud-dc";
/** As Pulumi names platforms. */
const OS = process.platform;
const ARCH = process.arch === "x64" ? "amd64" : process.arch;

describe("The packed plugin", () => {
  const scene = Scene.here();
  const programs = programsIn("yaml");
  let folder: string;
  let packed: string;
  let archive: string;
  /** A folder with a node_modules into which npm installed it. */
  let installed: string;

  before(async function () {
    // It runs npm.
    this.timeout(0);
    folder = await mkdtemp(join(tmpdir(), "plugin-"));
    packed = join(folder, "packed");
    installed = join(folder, "installed");
    await run(process.execPath, ["scripts/plugin/package.mjs", packed], {
      cwd: root,
    });
    archive = `${EXECUTABLE}-v${version}-${OS}-${ARCH}.tar.gz`;
    await mkdir(installed);
    await writeFile(join(installed, "package.json"), "{}");
    const tarball = `pulumi-huaweicloud-dc-plugin-${version}.tgz`;
    await run("npm", ["install", "--no-audit", join(packed, tarball)], {
      cwd: installed,
    });
  });
  after(() => rm(folder, { recursive: true, force: true }));

  /** A stack of a program that exports the loss ratio of a line. */
  const stackOf = async (
    more: string,
    options = "{}",
    path?: string,
  ): Promise<Stack> =>
    scene.bareStack({
      ...(await programs.options({
        files: {
          "Pulumi.yaml": `name: test
runtime: yaml
resources:
  line:
    type: huaweicloud-dc:VifPeerDetection
    properties: { detectionId: ${detectionId} }
    options: ${options}
outputs: { status: "\${line.status}" }
${more}`,
        },
        config: {
          "huaweicloud-dc:region": seed.region,
          "huaweicloud-dc:projectId": seed.projectId,
          "huaweicloud-dc:endpoints.dc": scene.url,
        },
        environment: {
          HW_AUTH_TOKEN: seed.token,
          ...(path !== undefined && {
            PATH: `${path}${delimiter}${process.env["PATH"] ?? ""}`,
          }),
        },
      })),
      packages: join(installed, "node_modules"),
    });
  const works = async (stack: Stack) => {
    await stack.must("up", "--yes", "--skip-preview");
    expect(await stack.outputs()).to.deep.equal({ status: "complete" });
  };
  const providers = (path: string) =>
    `plugins: { providers: [{ name: huaweicloud-dc, path: "${path}" }] }\n`;

  it("is found by its npm package's folder in Pulumi.yaml", async () => {
    await works(await stackOf(providers("node_modules/.bin")));
  });

  it("is found on the PATH", async () => {
    await works(
      await stackOf("", "{}", join(installed, "node_modules", ".bin")),
    );
  });

  for (const [name, file] of [
    ["executable", () => join("npm", EXECUTABLE)],
    ["archive", () => archive],
  ] as const) {
    it(`is installed from its ${name}`, async () => {
      const stack = await stackOf("");
      await stack.must(
        ...["plugin", "install", "resource", "huaweicloud-dc", version],
        ...["--file", join(packed, file())],
      );
      await works(stack);
    });
  }

  describe("on a server", () => {
    let server: Server;
    let url: string;
    const asked: string[] = [];
    before(async () => {
      server = createServer((request, response) => {
        asked.push(request.url ?? "");
        readFile(join(packed, request.url ?? "")).then(
          (bytes) => response.end(bytes),
          () => response.writeHead(404).end(),
        );
      });
      await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
      url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    });
    after(() => server.close());
    beforeEach(() => asked.splice(0));

    it("is installed by the first command, from a program's pluginDownloadURL", async () => {
      await works(
        await stackOf(
          "",
          `{ version: ${version}, pluginDownloadURL: "${url}" }`,
        ),
      );
      expect(asked).to.deep.equal([`/${archive}`]);
    });

    it("is installed by a command", async () => {
      const stack = await stackOf("");
      await stack.must(
        ...["plugin", "install", "resource", "huaweicloud-dc", version],
        ...["--server", url],
      );
      await works(stack);
      expect(asked).to.deep.equal([`/${archive}`]);
    });
  });

  it("shows its new schema after an upgrade in the same folder, to a program that names no version", async () => {
    const bin = join(folder, "bin");
    await mkdir(bin);
    await copyFile(join(packed, "npm", EXECUTABLE), join(bin, EXECUTABLE));
    const stack = await stackOf(providers(bin));
    await works(stack);
    const code = await readFile(join(bin, EXECUTABLE), "utf8");
    await writeFile(
      join(bin, EXECUTABLE),
      code.replaceAll("detectionId", "ofDetection"),
    );
    const { output } = await stack.preview();
    // YAML's own words, which it knows from the schema only.
    expect(output).to.include("Property detectionId does not exist");
  });
});
