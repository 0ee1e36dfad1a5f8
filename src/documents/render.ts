import type { Blueprint } from "../components/blueprint.ts";
import { Problem } from "../problem/problem.ts";
import { renderProblems } from "../problem/text.ts";
import { checkContents } from "./check-contents.ts";
import { compose } from "./compose.ts";
import { deployedApps } from "./deployed-apps.ts";
import type { Document } from "./document.ts";
import { withDocuments } from "./documented.ts";
import { dotEnv, dotEnvExample } from "./dot-env.ts";
import { environmentsPage } from "./environments-page.ts";
import { flyToml } from "./fly-toml/fly-toml.ts";
import { ciWorkflow } from "./workflows/ci.ts";
import { deployWorkflow } from "./workflows/deploy.ts";
import { reviewWorkflow } from "./workflows/review.ts";
import { rollbackWorkflow } from "./workflows/rollback.ts";

/** A document, and what in the config decides on its path. */
interface Rendering {
  readonly document: Document;
  readonly stack: string;
  readonly from: readonly string[];
}

/** What keeps the documents from being written, all of it at once. */
export class DocumentsError extends Error {
  constructor(readonly problems: readonly Problem[]) {
    super(renderProblems(problems));
  }
}

/**
 * Every file of a system over all its stacks, each path once, in a stable order.
 * @throws DocumentsError with everything that `checkDocuments` finds.
 */
export function renderDocuments(all: ReadonlyMap<string, Blueprint>): Document[] {
  const blueprints = withDocuments(all);
  const problems = checkDocuments(blueprints);
  if (problems.length > 0) throw new DocumentsError(problems);
  return renderings(blueprints).map(({ document }) => document);
}

/** What a document cannot say, and paths that are not files of the repository or that two documents claim. */
export function checkDocuments(all: ReadonlyMap<string, Blueprint>): Problem[] {
  const blueprints = withDocuments(all);
  const found = checkContents(blueprints);
  if (found.length > 0) return found;
  const each = renderings(blueprints);
  return [
    ...each.flatMap(checkPath),
    ...each.flatMap((rendering, index) => checkClaim(rendering, each.slice(0, index))),
  ];
}

function renderings(blueprints: ReadonlyMap<string, Blueprint>): Rendering[] {
  const each = [...blueprints.values()].flatMap((blueprint) => {
    const { stack } = blueprint;
    const all = (from: string[], documents: Document[]) => documents.map((document) => ({ document, stack, from }));
    return [
      ...deployedApps(blueprint).flatMap((app) =>
        all(["apps", app.key, "config"], app.toml === "kept" ? [] : [flyToml(app, blueprint)]),
      ),
      ...all(["deploy", "workflow"], deployWorkflow(blueprint, blueprints)),
      ...all(["deploy", "workflow"], reviewWorkflow(blueprint)),
      ...all(["deploy"], rollbackWorkflow(blueprint)),
      ...all(["databases"], compose(blueprint)),
      ...all(["apps"], [...dotEnvExample(blueprint), ...dotEnv(blueprint)]),
    ];
  });
  const [stack] = blueprints.keys();
  if (stack === undefined) return each;
  const ci = ciWorkflow(blueprints).map((document) => ({ document, stack, from: ["pipeline", "ci"] }));
  return [...each, ...ci, { document: environmentsPage(blueprints), stack, from: [] }];
}

/** Letters that need no quotes in a shell, and no way out of the repository. Workflows have one folder (GitHub). */
function checkPath({ document: { path }, stack, from }: Rendering): Problem[] {
  const workflow = from.includes("workflow") || from.includes("ci");
  const fits = workflow
    ? /^\.github\/workflows\/[\w.-]+\.ya?ml$/.test(path)
    : /^[\w.@+-]+(\/[\w.@+-]+)*$/.test(path) && !path.split("/").includes("..");
  if (fits) return [];
  const what = `"${path}" is not a path for ${workflow ? "a workflow" : "a file of the repository"}.`;
  const fix = workflow
    ? "write a path such as .github/workflows/deploy.yml"
    : "write a path from the repository's root, of letters, digits and . _ - @ +, such as infra/fly.toml";
  return [new Problem({ code: "document-path", where: placeOf(stack, from), what, fix })];
}

function checkClaim({ document, stack, from }: Rendering, before: readonly Rendering[]): Problem[] {
  const other = before.find((one) => one.document.path === document.path && one.document.text !== document.text);
  if (!other) return [];
  const claims = [other, { stack, from }].map((one) => `${one.from.join(".")} of ${one.stack}`);
  return [
    new Problem({
      code: "document-twice",
      where: placeOf(stack, from),
      what: `"${document.path}" would be two different files: one for ${claims.join(", one for ")}.`,
      fix: "give one of the two another path",
    }),
  ];
}

function placeOf(stack: string, path: readonly string[]) {
  return { file: `Pulumi.${stack}.yaml`, path };
}
