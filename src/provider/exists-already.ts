import { Problem } from "../problem/problem.ts";

/** For a thing that is at the vendor already, and that nothing proves to be this stack's. `importing` is the line that takes it over. */
export function existsAlready(what: string, importing: string): Problem {
  return new Problem({
    code: "exists-already",
    what,
    fix: "choose another name, or take it over",
    commands: [importing],
  });
}
