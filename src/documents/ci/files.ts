import { type Document, markText } from "../document.ts";
import { renderWorkflow, type Workflow } from "../workflows/workflow.ts";
import { type CallOptions, driftCall, previewCall, upCall } from "./calls.ts";
import { driftWorkflow } from "./drift.ts";
import { previewWorkflow } from "./preview.ts";
import type { CiProduct } from "./product.ts";
import { upWorkflow } from "./up.ts";

export interface CiOptions {
  /**
   * Where the workflows are called from, as `owner/repository@ref`. Absent: they are written beside their callers, which needs no address
   * and works for secrets everywhere (GitHub hands environments' secrets on, `secrets: inherit`, within one organization only).
   */
  readonly from?: { readonly repository: string; readonly ref: string } | undefined;
  readonly branch: string;
}

const folder = ".github/workflows";

/** The workflows of an infrastructure repository: who calls, and, without `from`, what is called. The same products give the same bytes. */
export function ciFiles(products: readonly CiProduct[], { from, branch }: CiOptions): Document[] {
  const pathOf = (workflow: string) => `${folder}/parity-${workflow}.yml`;
  const reference: CallOptions["reference"] = (workflow) =>
    from ? `${from.repository}/${pathOf(workflow)}@${from.ref}` : `./${pathOf(workflow)}`;
  const options = { reference, branch };
  const called = from
    ? []
    : ([
        ["preview", previewWorkflow],
        ["up", upWorkflow],
        ["drift", driftWorkflow],
      ] as const);
  return [
    documentAt(`${folder}/preview.yml`, previewCall(products, options)),
    documentAt(`${folder}/up.yml`, upCall(products, options)),
    documentAt(`${folder}/drift.yml`, driftCall(products, options)),
    ...called.map(([name, workflow]) => documentAt(pathOf(name), workflow)),
  ];
}

function documentAt(path: string, workflow: Workflow): Document {
  return { path, text: markText(path, "setup-ci", renderWorkflow(workflow)), stacks: [] };
}
