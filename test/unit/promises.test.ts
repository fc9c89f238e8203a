import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect } from "chai";
import { runShim, shim } from "../../provider/index.js";
import { DynamicProvider } from "../../provider/dynamicProvider.js";
import { RUN_SAVED } from "../../provider/runState.js";
import { SAVED } from "../../provider/vifPeerDetection.js";
import { VARIABLES } from "../../provider/settings/settingNames.js";
import * as sdk from "../../sdk/index.js";
import { DETECTION_TYPE, RUN_TYPE } from "../../sdk/typeTokens.js";
import { vifPeerDetectionPolicies } from "../../sdk/policies/index.js";

const root = resolve(__dirname, "../..");
const text = (path: string) => readFileSync(resolve(root, path), "utf8");

/** The values that the page promises, by its first column. */
const promised = new Map(
  text("docs/promises.md")
    .split("\n")
    .filter((line) => line.startsWith("| "))
    .map((line) => line.split("|").map((cell) => cell.trim()))
    .map(([, name = "", , values = ""]) => [
      name.replaceAll("`", ""),
      [...values.matchAll(/`([^`]+)`/g)].map(([, value]) => value),
    ]),
);

function loadedBy(shim: string): (string | undefined)[] {
  return [
    ...Array.from(shim.matchAll(/load\("([^"]+)"\)/g), ([, path]) => path),
    ...Array.from(shim.matchAll(/\.(open\w*)\(/g), ([, name]) => name),
    ...Array.from(
      shim.matchAll(/provider\(\)\)\.(\w+)\(/g),
      ([, method]) => method,
    ),
  ];
}

const plugin = JSON.parse(text("plugin/schema.json")) as {
  readonly name: string;
  readonly language: {
    readonly python: { readonly packageName: string };
    readonly go: { readonly modulePath: string };
  };
  readonly resources: Record<
    string,
    {
      readonly properties: object;
      readonly inputProperties: object;
      readonly aliases: readonly { readonly type: string }[];
    }
  >;
  readonly functions: object;
};
/** In the package for TypeScript, those that have an output form. */
const functions = Object.keys(sdk).filter((name) => `${name}Output` in sdk);
const pluginResources = Object.values(plugin.resources);

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

describe("A promise that is kept:", () => {
  const kept: Record<string, () => unknown[]> = {
    "the resource's type": () => [DETECTION_TYPE],
    "what the saved shim loads": () => loadedBy(shim),
    "the shim's text, by its SHA-256": () => [digest(shim)],
    "the saved properties": () => [...SAVED],
    "a run's type": () => [RUN_TYPE],
    "what a run's shim loads": () => loadedBy(runShim),
    "a run's shim, by its SHA-256": () => [digest(runShim)],
    "a run's saved properties": () => [...RUN_SAVED],
    "the entry points": () =>
      Object.keys(
        (JSON.parse(text("package.json")) as { exports: object }).exports,
      ),
    "the exports": () => Object.keys(sdk),
    "the functions' tokens": () =>
      functions.map(
        (name) =>
          /"(huaweicloud-dc:index:\w+)"/.exec(text(`sdk/${name}.ts`))?.[1],
      ),
    "the config keys, huaweicloud:…": () => Object.keys(VARIABLES),
    "the policies": () => {
      const policies = vifPeerDetectionPolicies();
      return [
        ...policies.map(({ name }) => name),
        ...new Set(
          policies.flatMap(({ configSchema }) =>
            Object.keys(configSchema?.properties ?? {}),
          ),
        ),
      ];
    },
    "the ready pack": () =>
      (JSON.parse(text("package.json")) as { files: string[] }).files.filter(
        (name) => name !== "dist",
      ),
    "the plugin's name": () => [plugin.name],
    "the plugin's config namespace": () => [
      // From the build script.
      /CONFIG_NAMESPACE: JSON.stringify\("(.+?)"\)/.exec(
        text("scripts/plugin/build.mjs"),
      )?.[1],
    ],
    "the plugin's tokens": () =>
      [plugin.resources, plugin.functions].flatMap(Object.keys),
    "the types that it takes over": () =>
      pluginResources.flatMap(({ aliases }) => aliases.map(({ type }) => type)),
    "the plugin's inputs and outputs": () => [
      ...new Set(
        pluginResources.flatMap(({ inputProperties, properties }) =>
          [inputProperties, properties].flatMap(Object.keys),
        ),
      ),
    ],
    "the SDKs' names": () => [
      plugin.language.python.packageName,
      plugin.language.go.modulePath,
    ],
  };

  for (const [name, values] of Object.entries(kept)) {
    it(name, () => {
      expect(promised.get(name)).to.have.members(values());
    });
  }

  it("every promise of the page is tested", () => {
    const names = [...promised.keys()].filter(
      (name) => name !== "promise" && !/^-+$/.test(name),
    );
    expect(names).to.have.members(Object.keys(kept));
  });

  it("the provider has everything that the shim calls", () => {
    for (const shimText of [shim, runShim]) {
      for (const method of loadedBy(shimText).slice(2)) {
        expect(DynamicProvider.prototype).to.have.property(method ?? "");
      }
    }
  });
});
