/** The provider joins the parts of an id by `:` and writes a `:` inside an environment's name as `??`. */
export function escapeName(environment: string): string {
  return environment.replaceAll(":", "??");
}

export function unescapeName(part: string): string {
  return part.replaceAll("??", ":");
}
