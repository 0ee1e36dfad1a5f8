import { Problem } from "../../problem/problem.ts";

/**
 * Why Fly or the app's shell would refuse a variable or a secret of this name. Fly states no rule; it refuses dashes, and a
 * secret becomes an environment variable. `FLY_` is Fly's own prefix (fly.io/docs/machines/runtime-environment). Fly states
 * no limit on how many secrets an app has, or on their size, and none is asserted.
 */
export function flyVariableNameProblem(name: string): Problem | undefined {
  const wellFormed = /^[A-Za-z_][A-Za-z0-9_]*$/.test(name);
  if (wellFormed && !name.startsWith("FLY_")) return undefined;
  const nearest = name
    .replace(/^FLY_/, "")
    .replace(/[^A-Za-z0-9_]/g, "_")
    .replace(/^(?=[0-9])/, "_");
  return new Problem({
    code: "fly-variable-name",
    what: `${JSON.stringify(name)} is not a name Fly accepts.`,
    why: wellFormed
      ? "Names starting with FLY_ belong to Fly (fly.io/docs/machines/runtime-environment)."
      : "The name of an environment variable has letters, digits and underscores, and no digit first.",
    fix: nearest === "" ? "write a name such as API_KEY" : `write ${nearest}`,
  });
}
