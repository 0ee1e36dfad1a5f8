import type { Blueprint } from "../../components/blueprint.ts";
import { known } from "../../config/template.ts";
import { codeBlock, section } from "./markdown.ts";
import { referencesOf } from "./references.ts";
import { describeTriggers } from "./trigger.ts";

/** A Mermaid flowchart: what deploys each stack, what it declares, and who uses whom, across stacks too. */
export function diagram(environments: readonly Blueprint[]): string {
  const drawn = environments.flatMap((environment) =>
    nodesOf(environment).map((node) => ({ ...node, stack: environment.stack })),
  );
  const idOf = (stack: string, address: string) => {
    const index = drawn.findIndex((node) => node.stack === stack && node.address === address);
    return index < 0 ? undefined : `n${index}`;
  };
  const boxes = environments.flatMap(({ stack }, index) => [
    `  subgraph s${index}[${quote(stack)}]`,
    ...drawn
      .filter((node) => node.stack === stack)
      .map(({ address, label, shape: [open, close] }) => `    ${idOf(stack, address)}${open}${quote(label)}${close}`),
    "  end",
  ]);
  const triggers = environments.flatMap((environment, index) => {
    const label = describeTriggers(environment).join(" or ").replaceAll("`", "");
    return environment.pipeline || environment.template ? [`  t${index}([${quote(label)}]) --> s${index}`] : [];
  });
  const arrows = environments.flatMap((environment) =>
    referencesOf(environment).flatMap(({ from, to, stack }) => {
      const ends = [idOf(environment.stack, from), idOf(stack, to)];
      return ends.includes(undefined) ? [] : [`  ${ends.join(" --> ")}`];
    }),
  );
  return section(2, "Diagram", codeBlock("mermaid", ["flowchart LR", ...boxes, ...triggers, ...new Set(arrows)]));
}

interface Node {
  readonly address: string;
  readonly label: string;
  /** What opens and closes the node's shape in Mermaid. */
  readonly shape: readonly [string, string];
}

const shapes = { app: ["[", "]"], database: ["[(", ")]"], bucket: ["[/", "/]"], site: ["([", "])"] } as const;

/** What the stack has of its own: on the developer's machine, declared, or as its slot of another's Pages project. */
function nodesOf({ apps, databases, buckets, sites, tier }: Blueprint): Node[] {
  const own = <T extends { readonly ownership: { readonly in: string } }>(things: readonly T[]) =>
    things.filter(({ ownership }) => ownership.in !== "owner");
  return [
    ...own(apps).map(({ key, name, host, ownership }) => ({
      address: `apps.${key}`,
      label: ownership.in === "local" ? [key, ...(host === undefined ? [] : [host])].join(", ") : name,
      shape: shapes.app,
    })),
    ...own(databases).map(({ key, name }) => ({ address: `databases.${key}`, label: name, shape: shapes.database })),
    ...own(buckets).map(({ key, name }) => ({ address: `buckets.${key}`, label: name, shape: shapes.bucket })),
    ...sites.map(({ key, project, slot, host }) => ({
      address: `sites.${key}`,
      label:
        (tier === "shared" ? undefined : known(host)) ?? `Pages ${project}${slot === undefined ? "" : `, ${slot}`}`,
      shape: shapes.site,
    })),
  ];
}

/** Mermaid reads entities in quoted labels (mermaid.js.org/syntax/flowchart, entity codes). */
function quote(label: string): string {
  const escaped = label.replaceAll("#", "#35;").replaceAll('"', "#quot;");
  return `"${escaped}"`;
}
