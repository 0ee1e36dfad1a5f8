import { literal, type Template } from "../../config/template.ts";
import type { Path } from "../../problem/path.ts";
import { r2Endpoint } from "../../vendors/cloudflare/bucket.ts";
import type { SystemGraph } from "../system.ts";
import { type Outputs, type Thing, textOf, thingsOf } from "../thing.ts";
import type { BucketConfig } from "./schema.ts";

export const bucketOutputs: Outputs<BucketConfig> = { name: textOf("name"), url: urlOf };

/** Where everybody reads it: its first domain. */
function urlOf(
  { key, config, path }: Thing<BucketConfig>,
  graph: SystemGraph,
  _: unknown,
  from: Path,
): Template | undefined {
  if (config.domains.length === 0) {
    if (graph.isDoubtful([...path, "domains"]) || graph.isBroken([...path, "domains"])) return undefined;
    graph.report("no-bucket-domain", from, {
      what: `\${buckets.${key}.url} does not exist: "${key}" has no domain.`,
      fix: `give "${key}" a host name under "domains"`,
    });
    return undefined;
  }
  const domain = graph.text([...path, "domains", 0]);
  return domain === undefined ? undefined : literal(`https://${domain}`);
}

/** What may be referred to of an environment's storage key, of which there is one for all its buckets. */
export const storageOutputs: { readonly [output: string]: (graph: SystemGraph, from: Path) => Template | undefined } = {
  accessKeyId: madeByKey("accessKeyId", false),
  secretAccessKey: madeByKey("secretAccessKey", true),
  endpoint: (graph, from) => {
    const [bucket] = thingsOf("buckets", graph);
    const { cloudflare } = graph.scope.system;
    if (!bucket) return reportNoBuckets(graph, from);
    return cloudflare && literal(r2Endpoint(cloudflare.account, bucket.config.jurisdiction));
  },
};

function madeByKey(output: string, secret: boolean) {
  return (graph: SystemGraph, from: Path) =>
    thingsOf("buckets", graph).length === 0
      ? reportNoBuckets(graph, from)
      : graph.use({ of: "storage", key: "", output, secret });
}

/** A key is for buckets: without one nobody makes it. Told once, however often it is referred to. */
function reportNoBuckets(graph: SystemGraph, from: Path): undefined {
  const { stack, system } = graph.scope;
  const elsewhere = Object.keys(system.buckets);
  graph.node("storage", from, () => {
    if (graph.isDoubtful(["buckets"])) return undefined;
    graph.report("no-storage", from, {
      what: `\${storage.…} is used, and "${stack}" has no buckets.`,
      why: "A storage key opens the buckets of its own environment and nothing else.",
      fix:
        elsewhere.length === 0
          ? "declare a bucket, or remove the values that use ${storage.…}"
          : `give one of ${elsewhere.join(", ")} "shared: { owner: ${stack}, reason: … }", or move the values to the stacks that have them`,
    });
    return undefined;
  });
  return undefined;
}
