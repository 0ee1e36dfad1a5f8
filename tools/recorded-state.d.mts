/** An answer of `pulumi stack export`. */
export interface Exported {
  readonly version: number;
  readonly deployment: { readonly manifest: object; readonly resources?: readonly object[] };
}

export function recordedStates(exported: { readonly [stack: string]: Exported }): { readonly [stack: string]: string };
