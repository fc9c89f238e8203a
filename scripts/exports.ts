/** The exports of the package's entry points, for the documentation generators. */
import { resolve } from "node:path";
import ts from "typescript";

const root = resolve(__dirname, "..");

export function exportsOf(entries: readonly string[]): {
  readonly checker: ts.TypeChecker;
  /** The exports of each entry point, in their order there. */
  readonly exported: ts.Symbol[][];
} {
  const paths = entries.map((path) => resolve(root, path));
  const program = ts.createProgram(paths, {
    strict: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.Node20,
    moduleResolution: ts.ModuleResolutionKind.Node16,
    exactOptionalPropertyTypes: true,
    skipLibCheck: true,
  });
  const checker = program.getTypeChecker();
  const exported = paths.map((path) => {
    const file = program.getSourceFile(path);
    const module = file && checker.getSymbolAtLocation(file);
    return (module ? checker.getExportsOfModule(module) : []).map((alias) =>
      alias.flags & ts.SymbolFlags.Alias
        ? checker.getAliasedSymbol(alias)
        : alias,
    );
  });
  return { checker, exported };
}
