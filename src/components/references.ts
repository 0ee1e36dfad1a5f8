import type { Noun } from "../config/scope.ts";
import { deferred, literal, type Template } from "../config/template.ts";
import type { Path } from "../problem/path.ts";
import { appOutputs } from "./app/outputs.ts";
import { previousOf } from "./app/previous.ts";
import { bucketOutputs, storageOutputs } from "./bucket/outputs.ts";
import { databaseOutputs } from "./database/outputs.ts";
import { siteOutputs } from "./site/outputs.ts";
import type { SystemGraph } from "./system.ts";
import { type ConfigOf, type Outputs, reportUnknown, thingOf } from "./thing.ts";

type Root = (rest: readonly string[], graph: SystemGraph, from: Path) => Template | undefined;

const roots: { readonly [root: string]: Root } = {
  environment: fields(
    ({ scope: { stack, alias, suffix, tier } }) => ({ name: stack, alias, suffix, tier }),
    "environment",
  ),
  repository: fields(({ scope }) => {
    const [owner, name] = (scope.system.repository ?? "").split("/");
    return owner && name ? { owner, name } : {};
  }, "repository"),
  pull: fields(({ scope: { pull } }): Record<string, string> => (pull ? { branch: pull.branch } : {}), "pull"),
  secrets: ([name = "", ...more], graph, from) =>
    name === "" || more.length > 0
      ? reportUnknown(graph, from, ["secrets", name, ...more], {
          word: "",
          allowed: ["one name, such as ${secrets.TOKEN}"],
        })
      : graph.use({ of: "secret", key: name, output: "", secret: true }),
  storage: ([field = "", ...more], graph, from) => {
    const output = Object.hasOwn(storageOutputs, field) ? storageOutputs[field] : undefined;
    if (!output || more.length > 0) {
      return reportUnknown(graph, from, ["storage", field], {
        word: field,
        allowed: Object.keys(storageOutputs),
        rest: more,
      });
    }
    return output(graph, from);
  },
  commit: commitOf,
  apps: things("apps", appOutputs),
  databases: things("databases", databaseOutputs),
  buckets: things("buckets", bucketOutputs),
  sites: things("sites", siteOutputs),
};

/** What `${a.b.c}` leads to, evaluated once an environment. A reference to nothing is reported where it is written. */
export function lookUp(reference: readonly string[], graph: SystemGraph, from: Path): Template | undefined {
  const [root = "", ...rest] = reference;
  const find = Object.hasOwn(roots, root) ? roots[root] : undefined;
  if (!find) return reportUnknown(graph, from, [root], { word: root, allowed: Object.keys(roots), rest });
  return find(rest, graph, from);
}

/** The commit that a workflow deploys: an argument of an image's build is the one place that a run fills in. */
function commitOf([field = "", ...more]: readonly string[], graph: SystemGraph, from: Path): Template | undefined {
  if (field !== "sha" || more.length > 0) {
    return reportUnknown(graph, from, ["commit", field], { word: field, allowed: ["sha"], rest: more });
  }
  if (from[0] === "apps" && from[2] === "buildArgs") {
    return deferred({ of: "commit", key: "", output: "sha", secret: false });
  }
  graph.report("commit-not-here", from, {
    what: "${commit.sha} is known to the run that builds an image, and this is no argument of a build.",
    why: "What is set before a deployment, such as a secret, is the same for every commit.",
    fix: 'write it under "buildArgs" of the app, and have the Dockerfile keep it: ARG, then ENV',
  });
  return undefined;
}

function fields(values: (graph: SystemGraph) => { readonly [field: string]: string }, root: string): Root {
  return ([field = "", ...more], graph, from) => {
    const all = values(graph);
    const found = more.length === 0 && Object.hasOwn(all, field) ? all[field] : undefined;
    if (found !== undefined) return literal(found);
    return reportUnknown(graph, from, [root, field], { word: field, allowed: Object.keys(all), rest: more });
  };
}

function things<N extends Noun>(noun: N, outputs: Outputs<ConfigOf<N>>): Root {
  return ([key = "", field = "", name, ...more], graph, from) => {
    const all = graph.scope.system[noun];
    // What was refused under this key has been reported already.
    if (!Object.hasOwn(all, key)) {
      return graph.isBroken([noun, key]) || graph.isDoubtful([noun])
        ? undefined
        : reportUnknown(graph, from, [noun, key], { word: key, allowed: Object.keys(all), rest: [field] });
    }
    const thing = thingOf(noun, key, graph);
    if (!thing) {
      graph.report("not-here", from, {
        what: `\${${noun}.${key}…} is not part of the stack "${graph.scope.stack}", which holds only what it owns.`,
        fix: `move the value to the stacks that have "${key}", or give "${key}" a "shared" owner`,
      });
      return undefined;
    }
    const output = Object.hasOwn(outputs, field) ? outputs[field] : undefined;
    const takesName = field === "secrets" || field === "variables";
    if (noun === "apps" && field === "secrets" && more.length === 1 && more[0] === "previous" && output) {
      return previousOf([noun, key, field, name ?? ""], output(thing, graph, name, from), graph, from);
    }
    if (!output || more.length > 0 || (name !== undefined && !takesName)) {
      const rest = [name, ...more].filter((part) => part !== undefined);
      return reportUnknown(graph, from, [noun, key, field], {
        word: field,
        allowed: Object.keys(outputs),
        rest: output ? rest : [],
      });
    }
    const address = [noun, key, field, name].filter(Boolean).join(".");
    return graph.node(`\${${address}}`, from, () => output(thing, graph, name, from));
  };
}
