import { readdir, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { expect } from "chai";
import * as seed from "../../emulator/seed.js";
import { programsIn, SCHEMA } from "../support/languages.js";
import { detectionId, vifPeerId } from "../support/programs.js";
import { type ObservedRun, Scene } from "../support/scene.js";
import type { Stack } from "../support/stack.js";
import type { ProgramLanguage } from "./programs.js";

const root = resolve(__dirname, "../..");
const { hub } = seed;
const HUB_PEER = "2269a62d-b702-51b1-bf90-99743928e5bd";

interface Example {
  /** Adds the emulator's address, which no user needs, to the arguments of the second account. */
  readonly atHub: (program: string, url: string) => string;
  /** The file that has them. */
  readonly main: string;
  /** On lines that lose 0.5 %. */
  readonly outputs: object;
  /** What is not there on a bad line. */
  readonly dependent: string;
}

const ANNOUNCED = {
  status: "complete",
  lossRatio: 0.5,
  announced: vifPeerId,
  hub: "0.5 % lost",
};

const EXAMPLES: Record<ProgramLanguage, Example> = {
  yaml: {
    main: "Pulumi.yaml",
    atHub: (program, url) =>
      program.replace(
        /^( *)assumeRole:/m,
        `$1endpoints: { dc: "${url}", iam: "${url}", sts: "${url}" }\n$&`,
      ),
    outputs: {
      status: "complete",
      lossRatio: 0.5,
      hubStatus: "complete",
      hubLossRatio: 0.5,
    },
    dependent: "hubLine",
  },
  python: {
    main: "__main__.py",
    atHub: (program, url) =>
      program.replace(
        /^( *)assume_role=/m,
        `$1endpoints=dc.ProviderEndpointsArgs(dc="${url}", iam="${url}", sts="${url}"),\n$&`,
      ),
    outputs: ANNOUNCED,
    dependent: "route",
  },
  go: {
    main: "main.go",
    atHub: (program, url) => {
      const address = `pulumi.String("${url}")`;
      return program.replace(
        /^(\t*)AssumeRole:/m,
        `$1Endpoints: dc.ProviderEndpointsArgs{Dc: ${address}, Iam: ${address}, Sts: ${address}},\n$&`,
      );
    },
    outputs: ANNOUNCED,
    dependent: "route",
  },
};

/** The files of an example, with paths into the repository that are good elsewhere. */
async function filesOf(language: ProgramLanguage) {
  const folder = join(root, "examples", language);
  const names = (await readdir(folder)).filter(
    (name) => /\.(py|go|mod|sum)$/.test(name) || name === "Pulumi.yaml",
  );
  const files = names.map(async (name) => {
    const text = await readFile(join(folder, name), "utf8");
    return [name, text.replace(/\.\.\/\.\.\//g, `${root}/`)] as const;
  });
  return Object.fromEntries(await Promise.all(files));
}

/** The projects that were asked for detections, each with how. */
function askedOf({ requests }: ObservedRun): string[] {
  return requests
    .filter(({ operation }) => operation === "listDetections")
    .map((one) => `${one.projectId ?? ""} ${one.authentication}`)
    .sort();
}

for (const language of ["yaml", "python", "go"] as const) {
  describe(`examples/${language}, copied out of the repository,`, () => {
    const scene = Scene.here();
    const programs = programsIn(language);
    const { main, atHub, outputs, dependent } = EXAMPLES[language];
    let stack: Stack;

    before(async () => {
      const files = await filesOf(language);
      const program = atHub(files[main] ?? "", scene.url);
      expect(program).to.contain(scene.url);
      stack = await scene.bareStack(
        await programs.options({
          files: { ...files, [main]: program },
          schema: SCHEMA,
          config: {
            "huaweicloud-dc:endpoints.dc": scene.url,
            "huaweicloud-dc:endpoints.iam": scene.url,
          },
          environment: {
            HW_REGION_NAME: seed.region,
            HW_ACCESS_KEY: seed.accessKey,
            HW_SECRET_KEY: seed.secretKey,
          },
        }),
      );
    });
    const lines = (lossRatio: number) => [
      { ...seed.documentedDetection, loss_ratio: lossRatio },
      {
        ...seed.documentedDetection,
        id: detectionId.replace(/^./, "f"),
        vif_peer_id: HUB_PEER,
        project_id: hub.projectId,
        domain_id: hub.domainId,
        loss_ratio: 0.5,
      },
    ];

    it("stops on a bad line, before what depends on it", async () => {
      await scene.cloud.setDetections(lines(7));
      for (const run of [await stack.preview(), await stack.up()]) {
        expect(run.code).not.to.equal(0);
        expect(run.output).to.contain("the loss ratio is 7 %");
      }
      expect(await stack.resource(dependent)).to.equal(undefined);
    });

    it("knows the results in a preview, and asks each account with its own keys", async () => {
      await scene.cloud.setDetections(lines(0.5));
      const run = await scene.observe(() => stack.preview());
      expect(run.code, run.output).to.equal(0);
      expect(run.output).to.match(/lossRatio *: 0\.5\n/);
      expect(run.output).to.match(/status *: "complete"/);
      expect(run.output).not.to.contain("[unknown]");
      expect(askedOf(run)).to.deep.equal(
        [`${seed.projectId} aksk`, `${hub.projectId} aksk`].sort(),
      );
      const keys = run.requests
        .filter(({ operation }) => operation === "listDetections")
        .map(({ headers }) => /Access=(\w+)/.exec(headers.authorization ?? ""))
        .map((found) => found?.[1]);
      expect(new Set(keys).size).to.equal(2);
      expect(keys).to.include(seed.accessKey);
    });

    it("exports them in an update, and shows no change after it", async () => {
      const run = await stack.up();
      expect(run.code, run.output).to.equal(0);
      expect(await stack.outputs()).to.deep.equal(outputs);
      const again = await stack.preview("--expect-no-changes");
      expect(again.code, again.output).to.equal(0);
    });
  });
}
