/** What ran. Ratios are of one run, seconds are of this machine. */
export interface Machine {
  readonly engine: string;
  readonly node: string;
  readonly processors: number;
}

export function renderMachine({ engine, node, processors }: Machine): string {
  return `pulumi ${engine}, Node.js ${node}, ${processors} processors\n\n`;
}
