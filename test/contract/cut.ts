import { readFileSync, writeFileSync } from "node:fs";
import { githubCloud } from "../../sandbox/clouds/github/index.ts";
import { findTemplate, follow, type Node } from "./document.ts";

/**
 * Cuts GitHub's OpenAPI document to the calls that the emulated GitHub serves, without prose: the whole is 13 MB.
 *
 *   npm pack @octokit/openapi && tar xzf octokit-openapi-*.tgz
 *   node test/contract/cut.ts package/generated/api.github.com.json test/fixtures/contracts/github.openapi.json
 */
const [from = "", to = ""] = process.argv.slice(2);
const document = JSON.parse(readFileSync(from, "utf8")) as Node;
const { info, openapi, components } = document as { info: Node; openapi: string; components: Node };
const kept: { [section: string]: { [name: string]: unknown } } = {};
const paths: { [template: string]: { [method: string]: unknown } } = {};

for (const { method, path } of githubCloud.operations) {
  const served = path.replace("/api/v3", "");
  // A repository answers to its number too, which the document does not list.
  const template = findTemplate(
    document,
    method,
    served.replace(/^\/repositories\/:\w+/, "/repos/x/x").replaceAll(/:\w+/g, "x"),
  );
  const operation = template && follow(document, ["paths", template, method.toLowerCase()])?.node;
  if (!template || !operation) continue;
  const { requestBody, responses } = operation;
  const own = { ...(requestBody !== undefined && { requestBody }), responses };
  const as = served.startsWith("/repositories/")
    ? template.replace("/repos/{owner}/{repo}", "/repositories/{repository_id}")
    : template;
  paths[as] = { ...paths[as], [method.toLowerCase()]: shorten(own) };
}
writeFileSync(
  to,
  `${JSON.stringify({ openapi, info: { title: info["title"], version: info["version"], license: info["license"] }, paths, components: kept })}\n`,
);

/** Without what says nothing of shapes; what it refers to is kept too. */
function shorten(value: unknown, isNames = false): unknown {
  if (Array.isArray(value)) return value.map((one) => shorten(one));
  if (value === null || typeof value !== "object") return value;
  const entries = Object.entries(value).filter(
    ([key]) => isNames || !/^(description|examples?|title|externalDocs|links|headers|x-.*)$/.test(key),
  );
  return Object.fromEntries(
    entries.map(([key, inner]) => {
      if (key === "$ref" && typeof inner === "string") keep(inner);
      return [key, shorten(inner, !isNames && /^(properties|responses|content)$/.test(key))];
    }),
  );
}

function keep(ref: string): void {
  const [, , section = "", name = ""] = ref.split("/");
  kept[section] ??= {};
  if (Object.hasOwn(kept[section], name)) return;
  kept[section][name] = {};
  kept[section][name] = shorten((components[section] as Node | undefined)?.[name]);
}
