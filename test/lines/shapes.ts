import { globSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import ts from "typescript";
import { repository } from "../../sandbox/folder.ts";

/** Text of a program, with `…` for what it fills in. */
export interface Text {
  readonly text: string;
  /** File and line of it. */
  readonly place: string;
  /** What it is a template of, such as `line`. */
  readonly tag?: string;
}

/** Every text of the TypeScript files below a folder of the repository. */
export function textsIn(folder: string): Text[] {
  return globSync("**/*.ts", { cwd: join(repository, folder) }).flatMap((name) => {
    const path = join(repository, folder, name);
    const file = ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.Latest, true);
    const found: Text[] = [];
    const visit = (node: ts.Node): void => {
      if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) {
        const line = file.getLineAndCharacterOfPosition(node.getStart()).line + 1;
        const tag = ts.isTaggedTemplateExpression(node.parent) ? node.parent.tag.getText() : undefined;
        found.push({ text: shapeOf(node), place: `${relative(repository, path)}:${line}`, ...(tag && { tag }) });
      }
      ts.forEachChild(node, visit);
    };
    visit(file);
    return found;
  });
}

function shapeOf(node: ts.StringLiteralLike | ts.TemplateExpression): string {
  if (!ts.isTemplateExpression(node)) return node.text;
  return [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join("…");
}
