/** A fenced block of a Markdown document. */
export interface Fence {
  readonly language: string;
  readonly lines: readonly string[];
}

/** The fenced blocks of a document; throws when one is not closed. */
export function fencesOf(markdown: string): Fence[] {
  const fences: { language: string; lines: string[] }[] = [];
  let open: { language: string; lines: string[] } | undefined;
  for (const line of markdown.split("\n")) {
    if (open && line === "```") {
      fences.push(open);
      open = undefined;
    } else if (open) open.lines.push(line);
    else if (line.startsWith("```")) open = { language: line.slice(3), lines: [] };
  }
  if (open) throw new Error(`a block of ${open.language} is not closed`);
  return fences;
}

/** Tables as rows of cells, ruler left out; throws when a table has no ruler or a row another number of cells. */
export function tablesOf(markdown: string): string[][][] {
  const tables: string[][][] = [];
  let rows: string[][] = [];
  for (const line of [...markdown.split("\n"), ""]) {
    if (line.startsWith("|")) rows.push(cellsOf(line));
    else if (rows.length > 0) {
      const [head = [], ruler = [], ...body] = rows;
      if (!ruler.every((cell) => cell === "---")) throw new Error(`no ruler below ${head.join(" | ")}`);
      const odd = rows.find((row) => row.length !== head.length);
      if (odd) throw new Error(`${odd.length} cells below ${head.length}: ${odd.join(" | ")}`);
      tables.push([head, ...body]);
      rows = [];
    }
  }
  return tables;
}

function cellsOf(line: string): string[] {
  if (!line.endsWith("|")) throw new Error(`not a table row: ${line}`);
  return line
    .slice(1, -1)
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim());
}

/** What a flowchart of Mermaid declares and joins; throws at a line of an unknown form. */
export function readFlowchart(lines: readonly string[]): {
  readonly nodes: Map<string, string>;
  readonly arrows: string[];
} {
  const nodes = new Map<string, string>();
  const arrows: string[] = [];
  let depth = 0;
  const [head, ...rest] = lines;
  if (head !== "flowchart LR") throw new Error(`not a flowchart: ${head}`);
  for (const line of rest.map((one) => one.trim())) {
    const box = /^subgraph (\w+)\["([^"]+)"\]$/.exec(line);
    const node = /^(\w+)(?:\["([^"]+)"\]|\[\("([^"]+)"\)\]|\[\/"([^"]+)"\/\]|\(\["([^"]+)"\]\))( --> \w+)?$/.exec(line);
    const arrow = /^(\w+) --> (\w+)$/.exec(line);
    if (box) {
      depth += 1;
      nodes.set(box[1] ?? "", box[2] ?? "");
    } else if (node) {
      nodes.set(node[1] ?? "", node[2] ?? node[3] ?? node[4] ?? node[5] ?? "");
      if (node[6]) arrows.push(`${node[1]}${node[6]}`);
    } else if (arrow) arrows.push(line);
    else if (line === "end") depth -= 1;
    else throw new Error(`not of a flowchart: ${line}`);
  }
  if (depth !== 0) throw new Error("a subgraph is not closed");
  const unknown = arrows.flatMap((arrow) => arrow.split(" --> ")).filter((id) => !nodes.has(id));
  if (unknown.length > 0) throw new Error(`arrows of nothing: ${unknown.join(", ")}`);
  return {
    nodes,
    arrows: arrows.map((arrow) =>
      arrow
        .split(" --> ")
        .map((id) => nodes.get(id))
        .join(" → "),
    ),
  };
}
