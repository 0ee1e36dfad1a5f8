import { Problem } from "../../problem/problem.ts";

type Kind = "secrets" | "variables";

/**
 * What an environment of a repository holds of each kind, and the bytes of one value
 * (docs.github.com/actions/reference/security/secrets and …/workflows-and-actions/variables).
 */
const LIMITS = { count: 100, bytes: 48 * 1024 } as const;

/** GITHUB_ is reserved. Names are stored in upper case, so that `github_` is the same prefix. */
export function githubValueNameProblem(name: string): Problem | undefined {
  if (!/^github_/i.test(name)) return undefined;
  return new Problem({
    code: "github-name",
    what: `"${name}" is reserved.`,
    why: "Names starting with GITHUB_ belong to GitHub (docs.github.com/actions/reference/security/secrets).",
    fix: `write "${name.replace(/^github_/i, "GH_")}"`,
  });
}

export function githubValueCountProblem(kind: Kind, count: number): Problem | undefined {
  if (count <= LIMITS.count) return undefined;
  return new Problem({
    code: "github-value-count",
    what: `An environment has at most ${LIMITS.count} ${kind}, not ${count}.`,
    why: `${sourceOf(kind)}.`,
    fix: `remove ${count - LIMITS.count}, or put several values into one, such as a JSON object`,
  });
}

export function githubValueSizeProblem(kind: Kind, name: string, value: string): Problem | undefined {
  const bytes = Buffer.byteLength(value, "utf8");
  if (bytes <= LIMITS.bytes) return undefined;
  return new Problem({
    code: "github-value-size",
    what: `"${name}" has ${bytes} bytes, more than GitHub stores.`,
    why: `At most ${LIMITS.bytes} bytes (48 KB): ${sourceOf(kind)}.`,
    fix: `shorten it by ${bytes - LIMITS.bytes} bytes, or keep it in a file or a bucket`,
  });
}

function sourceOf(kind: Kind): string {
  const page = { secrets: "security/secrets", variables: "workflows-and-actions/variables" }[kind];
  return `docs.github.com/actions/reference/${page}`;
}
