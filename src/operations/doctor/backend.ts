import * as z from "zod";
import { Problem } from "../../problem/problem.ts";
import { whatOf } from "../../problem/reason.ts";
import { askPulumi } from "../engine/pulumi.ts";
import { askForStacks, type ListedStack } from "../engine/stacks.ts";
import { asking, type Finding, fine, notKnown } from "./finding.ts";

/** Where the states are, as the engine of this environment sees it. */
export interface Backend {
  /** Such as `file:///states`, `s3://states` or `https://app.pulumi.com/ann`; without a password in it. */
  readonly url: string;
  readonly user: string;
  readonly stacks: readonly ListedStack[];
}

const answer = z.object({ user: z.string(), url: z.string() });

/** Codes of what ails the backend itself. */
const told: ReadonlySet<string> = new Set(["not-logged-in", "backend-unreachable"]);

/** A bucket without a way to it keeps the engine waiting for minutes. */
const LIMIT_MS = 30_000;

/** @throws Problem when nobody is logged in, or the backend does not answer */
export async function readBackend(project: string): Promise<Backend> {
  try {
    const [said, stacks] = await Promise.all([
      askPulumi(["-C", project, "whoami", "--json"], LIMIT_MS),
      askForStacks(project, LIMIT_MS),
    ]);
    const { user, url } = answer.parse(JSON.parse(said));
    return { user, url: withoutPassword(url), stacks };
  } catch (error) {
    if (error instanceof Problem && error.code === "engine-refused") throw explain(error);
    throw error;
  }
}

/** Which one it is, that it answers, and as whom. */
export function checkBackend(backend: Promise<Backend>): Promise<readonly Finding[]> {
  const what = "backend";
  return asking(what, async () => {
    const known = await backend.catch((error: unknown) => {
      // What ails the engine is told of the engine.
      if (error instanceof Problem && !told.has(error.code)) return undefined;
      throw error;
    });
    if (known === undefined) return [notKnown(what, "the engine cannot be asked")];
    const { url, user, stacks } = known;
    return [
      fine(what, `${url}, which has ${stacks.length} ${stacks.length === 1 ? "stack" : "stacks"} of the project`),
      fine("login", user),
    ];
  });
}

/** The engine's words: pulumi/pulumi pkg/cmd/pulumi/backend/login_manager.go, pkg/backend/httpstate/backend.go. */
function explain(refusal: Problem): Problem {
  const what = withoutPassword(whatOf(refusal));
  if (/requires logging in|must be set for login|logged in|[Uu]nauthorized|401/.test(what)) {
    return new Problem({
      code: "not-logged-in",
      what: `Nobody is logged in to a backend, which keeps the states: ${what}`,
      fix: "set PULUMI_BACKEND_URL to where the states are, or log in (pulumi login); for Pulumi Cloud, PULUMI_ACCESS_TOKEN does the same",
    });
  }
  return new Problem({
    code: "backend-unreachable",
    what: `The backend, which keeps the states, cannot be read: ${what}`,
    fix: "see that PULUMI_BACKEND_URL, or else the last login, names the right one, that it can be reached from here, and that its credentials, such as AWS_ACCESS_KEY_ID, are set",
  });
}

function withoutPassword(text: string): string {
  return text.replace(/\/\/[^/@\s]+:[^/@\s]+@/g, "//");
}
