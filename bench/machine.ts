/** What ran. Ratios are of one run, seconds are of this machine. */
export interface Machine {
  readonly engine: string;
  /** Of the engine's distribution, or the sandbox's own where the engine was built. */
  readonly languageHost: "official" | "sandbox";
  readonly node: string;
  readonly processors: number;
}

export function renderMachine({ engine, languageHost, node, processors }: Machine): string {
  return `pulumi ${engine} with the ${languageHost} language host, Node.js ${node}, ${processors} processors\n\n`;
}
