import dts from "rollup-plugin-dts";

// One declaration file for each entry point; the declarations of internal modules are not shipped.
const ENTRIES = {
  sdk: "dist/sdk/index.d.ts",
  policy: "dist/sdk/policies/index.d.ts",
  provider: "dist/provider/index.d.ts",
};

export default Object.entries(ENTRIES).map(([name, input]) => ({
  input,
  output: { file: `dist/types/${name}.d.ts` },
  plugins: [dts()],
  logLevel: "silent",
}));
