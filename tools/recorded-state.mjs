import { createHash } from "node:crypto";

/** How the engine marks a secret in an export (pulumi/pulumi sdk/go/common/resource/sig, `Secret`). */
const mark = "4dabf18193072939515e22adb298388d";

/** What depends on the machine and the hour, and on nothing that a preview compares. */
const passing = ["created", "modified", "sourcePosition", "stackTrace"];

/** Of the sandbox's own secrets, which are made from their names. */
const isStub = /^sandbox-/;

/**
 * What is kept of the states of a product's stacks for later releases: without times and places in the code, and with a
 * placeholder for each secret that a cloud or the plugin made, wherever it stands, alone or inside a URL.
 * @param {Record<string, import("./recorded-state.d.mts").Exported>} exported by stack, each the answer of
 *   `pulumi stack export --show-secrets`
 * @returns {Record<string, string>} documents that `pulumi stack import` takes, by stack
 */
export function recordedStates(exported) {
  const resources = Object.values(exported).flatMap(({ deployment }) => deployment.resources ?? []);
  const placeholders = placeholdersOf(resources);
  return Object.fromEntries(
    Object.entries(exported).map(([stack, { version, deployment }]) => {
      const text = renderState(version, deployment);
      return [stack, placeholders.reduce((read, [secret, name]) => read.replaceAll(secret, name), text)];
    }),
  );
}

/** One resource a line: what a later release changed is read in a diff. */
function renderState(version, { manifest, resources = [], ...rest }) {
  const head = JSON.stringify({ version, deployment: { manifest: without(manifest, ["time"]), ...rest } });
  const lines = resources.map((resource) => JSON.stringify(without(resource, passing)));
  return `${head.slice(0, -2)},"resources":[\n${lines.join(",\n")}\n]}}\n`;
}

/** Longest first, so that a secret that begins another does not break it. */
function placeholdersOf(resources) {
  const pairs = resources.flatMap((resource) => {
    // What a stack tells others is the secret of one of its resources.
    if (resource.type === "pulumi:pulumi:Stack") return [];
    const made = Object.entries(resource.outputs ?? {}).flatMap(([property, value]) =>
      pairsOf(resource, property, value),
    );
    // Storage keys are named by the id of their token.
    return resource.type.endsWith("Token") ? [...made, [resource.id, placeholder(resource, "id")]] : made;
  });
  // A secret that went on to another resource is named for the one that made it, which is declared first.
  return [...new Map(pairs.toReversed())].sort(([a], [b]) => b.length - a.length);
}

function pairsOf(resource, property, value) {
  if (property === "digests") {
    return Object.entries(value).map(([name, digest]) => [digest, placeholder(resource, `${name}-digest`)]);
  }
  const secret = plaintextOf(value);
  if (typeof secret !== "string" || secret.includes("://") || isStub.test(secret)) return [];
  const name = placeholder(resource, property);
  // The secret access key of R2 is the SHA-256 of its token (Cloudflare R2 docs, Authentication).
  return [
    [secret, name],
    [sha256(secret), sha256(name)],
  ];
}

function placeholder({ type, urn }, property) {
  return `placeholder-${type.split(":").at(-1)}-${urn.split("::").at(-1)}-${property}`.replaceAll(/[^\w-]+/g, "-");
}

function plaintextOf(value) {
  return value !== null && typeof value === "object" && mark in value ? JSON.parse(value.plaintext) : undefined;
}

function without(object, keys) {
  return Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)));
}

function sha256(text) {
  return createHash("sha256").update(text).digest("hex");
}
