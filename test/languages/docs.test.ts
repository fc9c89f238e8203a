import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { expect } from "chai";
import * as seed from "../../emulator/seed.js";
import { PLUGIN, programsIn, SCHEMA } from "../support/languages.js";
import { detectionId } from "../support/programs.js";
import { Scene } from "../support/scene.js";
import type { Stack } from "../support/stack.js";
import { PROGRAMS } from "../../scripts/pluginReference.js";

const root = resolve(__dirname, "../..");
const docs = join(root, "docs");
const { hub } = seed;

/** The programs in a language on a page. */
async function programsOn(page: string, language: string): Promise<string[]> {
  const text = await readFile(join(docs, page), "utf8");
  const blocks = new RegExp(`\`\`\`${language}\\n([^]*?)\`\`\``, "g");
  return Array.from(text.matchAll(blocks), ([, code = ""]) => code);
}

/** The first of them. */
async function programOn(page: string, language: string): Promise<string> {
  const [code] = await programsOn(page, language);
  if (code === undefined) throw new Error(`${page} has no ${language}`);
  return code;
}

/** The emulator's address in the arguments of the second account: Go's, Python's and YAML's, which is JSON's, too. */
function withEndpoints(program: string, url: string): string {
  const go = `pulumi.String("${url}")`;
  return program
    .replace(
      /( |\t)assume_role=/,
      ` endpoints=dc.ProviderEndpointsArgs(dc="${url}", iam="${url}", sts="${url}"),$&`,
    )
    .replace(
      /^\t*AssumeRole:/m,
      `Endpoints: dc.ProviderEndpointsArgs{Dc: ${go}, Iam: ${go}, Sts: ${go}},\n$&`,
    )
    .replace(
      /^( *)assumeRole:$/m,
      `$1endpoints: { dc: "${url}", iam: "${url}", sts: "${url}" }\n$&`,
    )
    .replace(
      /^( *)assumeRole: \{$/m,
      `$1endpoints: { dc: "${url}", iam: "${url}", sts: "${url}" },\n$&`,
    );
}

for (const language of ["typescript", "python", "go", "yaml"] as const) {
  describe(`What the documentation shows in ${language}`, () => {
    const scene = Scene.here();
    const programs =
      language === "typescript" ? undefined : programsIn(language);
    const stackOf = async (
      program: string,
      more: Record<string, string> = {},
    ): Promise<Stack> => {
      const options = {
        config: {
          "huaweicloud:endpoints.dc": scene.url,
          "huaweicloud:endpoints.iam": scene.url,
          "huaweicloud-dc:endpoints.dc": scene.url,
          "huaweicloud-dc:endpoints.iam": scene.url,
        },
        environment: {
          HW_REGION_NAME: seed.region,
          HW_ACCESS_KEY: seed.accessKey,
          HW_SECRET_KEY: seed.secretKey,
        },
      };
      const files = { [PROGRAMS[language]]: withEndpoints(program, scene.url) };
      return scene.bareStack(
        programs
          ? await programs.options({
              files,
              plugin: PLUGIN,
              schema: SCHEMA,
              ...options,
            })
          : { program: { ...files, ...more }, ...options },
      );
    };

    before(() =>
      scene.cloud.setDetections([
        { ...seed.documentedDetection },
        {
          ...seed.documentedDetection,
          id: detectionId.replace(/^./, "e"),
          vif_peer_id: "2bd1e1a0-95c2-4d27-9d6f-7a4c5b3e1f02",
        },
        {
          ...seed.documentedDetection,
          id: detectionId.replace(/^./, "f"),
          vif_peer_id: "2269a62d-b702-51b1-bf90-99743928e5bd",
          project_id: hub.projectId,
          domain_id: hub.domainId,
        },
      ]),
    );

    it("runs: the examples of the reference", async () => {
      const file = join(docs, "programs", PROGRAMS[language]);
      const stack = await stackOf(await readFile(file, "utf8"));
      const run = await stack.preview();
      expect(run.code, run.output).to.equal(0);
      expect(run.output).to.contain("VifPeerDetectionRun");
      expect(run.output).to.match(/lossRatio *: \[\s*\[?0\]?/);
    });

    it("runs: the first example", async () => {
      const program = await programOn("_index.md", language);
      const stack = await stackOf(program);
      const run = await stack.preview();
      expect(run.code, run.output).to.equal(0);
      expect(run.output).to.match(/lossRatio *: 0\n.*status *: "complete"/s);
    });

    if (language === "yaml") {
      it("runs: a batch, which shares one listing, and a second account", async () => {
        const [batch = "", account = ""] = await programsOn(
          "languages.md",
          language,
        );
        const whole = (program: string) =>
          `name: test\nruntime: yaml\n${program}`;
        const stack = await stackOf(whole(batch));
        const run = await scene.observe(() => stack.preview());
        expect(run.code, run.output).to.equal(0);
        const asked = run.requests.map(({ operation }) => operation);
        expect(asked).to.deep.equal(["listProjects", "listDetections"]);
        const other = await (await stackOf(whole(account))).preview();
        expect(other.code, other.output).to.equal(0);
      });
    }

    if (language !== "typescript") return;
    it("runs: the plugin without an SDK", async () => {
      const stack = await stackOf(
        await programOn("languages.md", "typescript"),
        {
          "Pulumi.yaml": `name: test
runtime: nodejs
main: index.ts
plugins:
  providers:
    - name: huaweicloud-dc
      path: ${PLUGIN}
`,
        },
      );
      const run = await stack.preview();
      expect(run.code, run.output).to.equal(0);
      expect(run.output).to.contain("huaweicloud-dc:index:VifPeerDetection");
      expect(run.output).to.match(/lossRatio *: 0\n.*status *: "complete"/s);
    });
  });
}
