import { Problem } from "../../problem/problem.ts";
/**
 * Splits the id of something that belongs to an app or a cluster, `<parent>/<child>`. `form` is what the id looks like, for
 * the error that another form throws.
 */
export function parseChildId(id: string, form: string): { parent: string; child: string } {
  const [, parent, child] = /^([^/]+)\/(.+)$/.exec(id) ?? [];
  if (parent !== undefined && child !== undefined) return { parent, child };
  throw new Problem({
    code: "import-id",
    what: `${JSON.stringify(id)} is not an id of this type.`,
    fix: `write ${form}`,
  });
}
