import { realpathSync } from "node:fs";
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { expect } from "chai";
import type ts from "typescript";
import { ACCEPTED, IMPORTS, REFUSED } from "./programs.js";

const root = resolve(__dirname, "../..");
const packages = realpathSync(join(root, "node_modules"));
const load = createRequire(__filename);
type Compiler = typeof ts;

/** The oldest TypeScript that reads our declarations, and the newest that Pulumi runs. */
const COMPILERS = ["typescript-5", "typescript"];
/** The oldest policy SDK that the package supports, and the newest. */
const POLICY_SDKS = ["policy-1.11", "@pulumi/policy"];
const STRICT: ts.CompilerOptions = { strict: true, skipLibCheck: true };
const STRICTEST: ts.CompilerOptions = {
  strict: true,
  skipLibCheck: false,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noPropertyAccessFromIndexSignature: true,
  verbatimModuleSyntax: false,
};

const programs = [
  ...Object.values(ACCEPTED),
  ...Object.values(REFUSED).map(([program]) => program),
].map((program, index) => ({ program, file: `program${String(index)}.ts` }));

const versionOf = (name: string) =>
  (load(join(packages, name, "package.json")) as { version: string }).version;

/** The declarations of other packages, which each compiler parses once. */
const parsedFiles = new Map<Compiler, Map<string, ts.SourceFile>>();

function parsedBy(compiler: Compiler): Map<string, ts.SourceFile> {
  const parsed = parsedFiles.get(compiler) ?? new Map<string, ts.SourceFile>();
  parsedFiles.set(compiler, parsed);
  return parsed;
}

/** The errors of each program, and of the imported declarations. */
function compile(
  compiler: Compiler,
  folder: string,
  options: ts.CompilerOptions,
) {
  const settings: ts.CompilerOptions = {
    target: compiler.ScriptTarget.ES2022,
    module: compiler.ModuleKind.Node16,
    moduleResolution: compiler.ModuleResolutionKind.Node16,
    types: ["node"],
    noEmit: true,
    ...options,
  };
  const host = compiler.createCompilerHost(settings);
  const read = host.getSourceFile.bind(host);
  host.getSourceFile = (file, ...rest) => {
    if (!file.startsWith(packages)) return read(file, ...rest);
    const parsed = parsedBy(compiler);
    const source = parsed.get(file) ?? read(file, ...rest);
    if (source) parsed.set(file, source);
    return source;
  };
  host.getCurrentDirectory = () => folder;
  const program = compiler.createProgram(
    programs.map(({ file }) => join(folder, file)),
    settings,
    host,
  );
  const errors = new Map<string, string[]>();
  for (const { file, messageText } of compiler.getPreEmitDiagnostics(program)) {
    const name = file?.fileName ?? "the options";
    const text = compiler.flattenDiagnosticMessageText(messageText, "\n");
    errors.set(name, [...(errors.get(name) ?? []), text]);
  }
  return errors;
}

describe("The public types, as the compiler sees them", () => {
  for (const sdk of POLICY_SDKS) {
    for (const name of COMPILERS) {
      for (const options of [STRICT, STRICTEST]) {
        const settings = options.skipLibCheck
          ? "strict"
          : "the strictest settings, without skipLibCheck";
        describe(`with TypeScript ${versionOf(name)}, @pulumi/policy ${versionOf(sdk).replace("v", "")}, ${settings}`, () => {
          let folder: string;
          let errors: Map<string, string[]>;

          before(async () => {
            folder = await mkdtemp(join(tmpdir(), "types-"));
            const links = {
              "@pulumi/pulumi": join(packages, "@pulumi/pulumi"),
              "@pulumi/policy": join(packages, sdk),
              "@types/node": join(packages, "@types/node"),
            };
            for (const [link, target] of Object.entries(links)) {
              const path = join(folder, "node_modules", link);
              await mkdir(dirname(path), { recursive: true });
              await symlink(target, path);
            }
            // A copy, so that it finds its user's policy SDK.
            const installed = join(
              folder,
              "node_modules/pulumi-huaweicloud-dc",
            );
            for (const part of ["package.json", "dist"]) {
              await cp(join(root, part), join(installed, part), {
                recursive: true,
              });
            }
            for (const { file, program } of programs) {
              await writeFile(
                join(folder, file),
                program.startsWith("import ") ? program : IMPORTS + program,
              );
            }
            errors = compile(load(name) as Compiler, folder, options);
          });
          after(() => rm(folder, { recursive: true, force: true }));

          const errorsOf = (program: string) => {
            const { file = "" } =
              programs.find((one) => one.program === program) ?? {};
            return errors.get(join(folder, file)) ?? [];
          };

          for (const [sentence, program] of Object.entries(ACCEPTED)) {
            it(`take ${sentence}`, () => {
              expect(errorsOf(program)).to.deep.equal([]);
            });
          }

          for (const [sentence, [program, ...said]] of Object.entries(
            REFUSED,
          )) {
            it(`refuse ${sentence}, in one readable error`, () => {
              const found = errorsOf(program);
              expect(found, found.join("\n\n")).to.have.length(1);
              for (const text of said) {
                if (typeof text === "string") expect(found[0]).to.include(text);
                else expect(found[0]).to.match(text);
              }
              expect(found[0]).to.not.match(
                /No overload matches|type 'VifPeerDetectionOutputs'\. /,
              );
            });
          }

          it("have no errors themselves", () => {
            // The newest policy SDK's own declarations refer to names that they do not export.
            const others = [...errors.keys()].filter(
              (file) => !file.startsWith(folder),
            );
            expect(others).to.deep.equal(
              options.skipLibCheck || sdk !== "@pulumi/policy"
                ? []
                : [join(packages, "@pulumi/policy/index.d.ts")],
            );
          });
        });
      }
    }
  }
});
