import js from "@eslint/js";
import tseslint from "typescript-eslint";

export default tseslint.config(
  // A template is a project of its own, which a test makes a stack of.
  { ignores: ["dist/", "template/"] },
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
    files: ["**/*.{js,mjs}"],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: { parserOptions: { projectService: false } },
  },
  {
    // Loaded by Pulumi as CommonJS, without a build.
    files: ["policy-pack/*.js"],
    languageOptions: {
      sourceType: "commonjs",
      globals: { require: "readonly" },
    },
    rules: { "@typescript-eslint/no-require-imports": "off" },
  },
);
