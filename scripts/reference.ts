/** Writes docs/reference.md from the doc comments of the package's exports. */
import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { format } from "prettier";
import ts from "typescript";
import { exportsOf } from "./exports.js";

const root = resolve(__dirname, "..");
const PAGE = resolve(root, "docs/reference.md");
const ENTRIES = {
  "pulumi-huaweicloud-dc": "sdk/index.ts",
  "pulumi-huaweicloud-dc/policy": "sdk/policies/index.ts",
};

/** The expected text of the page. */
export async function reference(): Promise<string> {
  const { checker, exported } = exportsOf(Object.values(ENTRIES));
  const sections = Object.keys(ENTRIES).map((name, index) =>
    [
      `## \`${name}\``,
      ...(exported[index] ?? []).map((symbol) => section(symbol, checker)),
    ].join("\n\n"),
  );
  const text = [
    "# Reference",
    "Generated from the doc comments by `npm run reference`. A `pulumi.Input` may be a value, a promise or an output. For errors, see [troubleshooting](troubleshooting.md).",
    ...sections,
  ].join("\n\n");
  return format(text, { parser: "markdown" });
}

function section(symbol: ts.Symbol, checker: ts.TypeChecker): string {
  const [declaration] = symbol.declarations ?? [];
  return [
    `### ${symbol.name}`,
    comment(symbol, checker),
    declaration ? body(symbol, declaration, checker) : "",
    ...links(symbol, checker),
  ]
    .filter(Boolean)
    .join("\n\n");
}

function body(
  symbol: ts.Symbol,
  declaration: ts.Declaration,
  checker: ts.TypeChecker,
): string {
  if (ts.isFunctionDeclaration(declaration)) {
    const parameters = declaration.parameters.map((one) => one.getText());
    return code(
      `function ${symbol.name}(${parameters.join(", ")}): ${declaration.type?.getText() ?? ""}`,
    );
  }
  if (ts.isTypeAliasDeclaration(declaration)) {
    const text = declaration.type
      .getText()
      // The text above the type says the same.
      .replace(/\/\*\*[^]*?\*\//g, "")
      .replace(/\s+/g, " ");
    // Types that are derived from a value are shown resolved.
    const shown = text.includes("typeof")
      ? checker.typeToString(
          checker.getDeclaredTypeOfSymbol(symbol),
          undefined,
          ts.TypeFormatFlags.NoTruncation | ts.TypeFormatFlags.InTypeAlias,
        )
      : text;
    return code(`type ${symbol.name} = ${shown}`);
  }
  if (ts.isClassDeclaration(declaration)) {
    return members(
      membersOf(declaration, checker).filter(isDocumented),
      checker,
    );
  }
  if (ts.isInterfaceDeclaration(declaration)) {
    const inherited = (declaration.heritageClauses ?? [])
      .flatMap(({ types }) => types)
      .map(
        (type) =>
          `\`${type.getText().replace(/\s+/g, " ").replace("< ", "<").replace(" >", ">")}\``,
      );
    return [
      inherited.length > 0 ? `Extends ${inherited.join(" and ")}:` : "",
      members([...declaration.members], checker),
    ]
      .filter(Boolean)
      .join("\n\n");
  }
  return "";
}

/** Includes the members of our base classes, which are not exported. */
function membersOf(
  declaration: ts.ClassDeclaration,
  checker: ts.TypeChecker,
): ts.ClassElement[] {
  const bases = (declaration.heritageClauses ?? [])
    .flatMap(({ types }) => types)
    .flatMap((type) => checker.getTypeAtLocation(type).symbol.declarations)
    .filter((one) => one !== undefined)
    .filter(ts.isClassDeclaration)
    .filter((base) => !base.getSourceFile().isDeclarationFile);
  const inherited = bases
    .flatMap((base) => [...base.members])
    .filter((member) => !ts.isConstructorDeclaration(member));
  return [...declaration.members, ...inherited];
}

/** Whether a member is public, not for the engine or Pulumi's tools. */
function isDocumented(member: ts.ClassElement): boolean {
  return (
    !ts
      .getJSDocTags(member)
      .some(({ tagName }) => tagName.text === "internal") &&
    !(ts.getCombinedModifierFlags(member) & ts.ModifierFlags.Private)
  );
}

function members(
  all: (ts.ClassElement | ts.TypeElement)[],
  checker: ts.TypeChecker,
): string {
  const rows = all.map((member) => {
    const symbol = member.name && checker.getSymbolAtLocation(member.name);
    const text = symbol
      ? comment(symbol, checker)
      : ts
          .getJSDocCommentsAndTags(member)
          .map((doc) => ts.getTextOfJSDocComment(doc.comment) ?? "")
          .join(" ");
    return `| ${cell(signature(member))} | ${text.replace(/\s+/g, " ").replaceAll("|", "\\|")} |`;
  });
  return ["| member | meaning |", "| --- | --- |", ...rows].join("\n");
}

function signature(member: ts.ClassElement | ts.TypeElement): string {
  if (ts.isConstructorDeclaration(member) || ts.isMethodDeclaration(member)) {
    const isStatic =
      ts.getCombinedModifierFlags(member) & ts.ModifierFlags.Static;
    const name = ts.isConstructorDeclaration(member)
      ? "constructor"
      : member.name.getText();
    const parameters = member.parameters.map((one) => one.getText());
    return `${isStatic ? "static " : ""}${name}(${parameters.join(", ")})`;
  }
  const { type, questionToken } = member as ts.PropertySignature;
  return `${member.name?.getText() ?? ""}${questionToken ? "?" : ""}: ${type?.getText() ?? ""}`;
}

function comment(symbol: ts.Symbol, checker: ts.TypeChecker): string {
  const parameters = symbol
    .getJsDocTags(checker)
    .filter(({ name }) => name === "param")
    .map(
      ({ text }) =>
        `- \`${(text ?? [])
          .map((part) => part.text)
          .join("")
          .replace(" ", "`: ")}`,
    );
  const text = ts.displayPartsToString(symbol.getDocumentationComment(checker));
  return [text, parameters.join("\n")].filter(Boolean).join("\n\n");
}

function links(symbol: ts.Symbol, checker: ts.TypeChecker): string[] {
  return symbol
    .getJsDocTags(checker)
    .filter(({ name }) => name === "see")
    .map(
      ({ text }) => `See <${(text ?? []).map((part) => part.text).join("")}>`,
    );
}

function code(text: string): string {
  return ["```ts", text, "```"].join("\n");
}

function cell(text: string): string {
  return `\`${text.replace(/\s+/g, " ").replaceAll("|", "\\|")}\``;
}

if (require.main === module) {
  void reference().then((text) => writeFile(PAGE, text));
}
