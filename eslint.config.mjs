import js from "@eslint/js";
import { createNodeResolver, importX } from "eslint-plugin-import-x";
import tseslint from "typescript-eslint";

// The rooms, from the top down. Each imports only rooms below it, and of those only the index.
const ROOMS = [
  "sdk",
  "provider",
  "provider/lookups",
  "provider/huaweicloud",
  "provider/settings",
  "provider/detections",
  "provider/units",
];
const filesOf = (room) => `./${room}/${room === "provider" ? "*" : "**/*"}.ts`;
const zones = ROOMS.flatMap((room, level) =>
  ROOMS.slice(level + 1).flatMap((below) => [
    {
      target: filesOf(room),
      from: filesOf(below),
      except: [`**/${below}/index.ts`],
      message: `Import the index of ${below}.`,
    },
    {
      target: filesOf(below),
      from: filesOf(room),
      message: `${room} is above ${below}.`,
    },
  ]),
);
// The plugin serves the engine as the dynamic provider does, and so it sees the same part of the room.
zones.push(
  {
    target: "./plugin/**/*.ts",
    from: "./provider/**/*.ts",
    except: ["**/provider/index.ts", "**/provider/core.ts"],
    message: "Import the index or the core of provider.",
  },
  {
    target: "./plugin/**/*.ts",
    from: "./sdk/**/*.ts",
    message: "The plugin knows nothing of programs.",
  },
  {
    target: ["./sdk/**/*.ts", "./provider/**/*.ts"],
    from: "./plugin/**/*.ts",
    message: "plugin is above provider.",
  },
);

export default tseslint.config(
  // A template is a project of its own, which a test makes a stack of.
  { ignores: ["dist/", "dist-plugin/", "template/"] },
  js.configs.recommended,
  tseslint.configs.strictTypeChecked,
  {
    rules: {
      "@typescript-eslint/restrict-template-expressions": [
        "error",
        { allowNumber: true },
      ],
    },
  },
  { languageOptions: { parserOptions: { projectService: true } } },
  {
    files: ["sdk/**/*.ts", "plugin/**/*.ts", "provider/**/*.ts"],
    plugins: { "import-x": importX },
    settings: {
      "import-x/resolver-next": [
        createNodeResolver({ extensionAlias: { ".js": [".ts"] } }),
      ],
    },
    rules: {
      "import-x/no-cycle": "error",
      "import-x/no-restricted-paths": ["error", { zones }],
    },
  },
  {
    files: ["**/*.{js,mjs}"],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: { parserOptions: { projectService: false } },
  },
  {
    // Loaded as CommonJS, without a build.
    files: ["policy-pack/*.js", "test/support/lateLoading.js"],
    languageOptions: {
      sourceType: "commonjs",
      globals: { require: "readonly" },
    },
    rules: { "@typescript-eslint/no-require-imports": "off" },
  },
);
