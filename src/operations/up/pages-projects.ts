import { readBack } from "../../clouds/call/poll.ts";
import type { PagesProjectSettings } from "../../clouds/cloudflare/pages-projects.ts";
import { line } from "../../problem/command-line.ts";
import { Problem } from "../../problem/problem.ts";
import { whatOf } from "../../problem/reason.ts";
import { SETTLE_PAUSES_MS } from "../../provider/pages/settle.ts";
import type { EngineStep } from "../engine/events.ts";
import type { Sources } from "../existing/sources.ts";

const projectType = "cloudflare:index/pagesProject:PagesProject";

/**
 * Holds the Pages projects that a run brought up against Cloudflare: the official plugin takes an answer for the deed, and Cloudflare
 * drops build settings without a word. Answers what differs, as errors for people.
 */
export async function findDroppedSettings(
  steps: readonly EngineStep[],
  stack: string,
  { clouds, signal }: Pick<Sources, "clouds" | "signal">,
): Promise<string[]> {
  const declared = steps.flatMap(({ type, new: now }) => (type === projectType && now?.inputs ? [now.inputs] : []));
  const byName = new Map(declared.map((inputs) => [`${inputs["accountId"]}/${inputs["name"]}`, inputs]));
  const found = await Promise.all(
    [...byName.values()].map(async (inputs) => {
      const project = text(inputs["name"]);
      const ref = { accountId: text(inputs["accountId"]), project };
      try {
        const { projects } = await clouds.cloudflare();
        const dropped = await readBack({ pauses: SETTLE_PAUSES_MS, signal }, async () =>
          compareSettings(inputs, await projects.read(ref)),
        );
        return dropped.length === 0 ? [] : [describeDropped(project, dropped, stack).message];
      } catch (error) {
        return [`Whether Pages project "${project}" has its settings is not known. ${whatOf(error)}`];
      }
    }),
  );
  return found.flat();
}

/** Names of the settings that the config gives and Cloudflare does not show. */
export function compareSettings(
  { productionBranch, buildConfig }: Readonly<Record<string, unknown>>,
  live: PagesProjectSettings | undefined,
): string[] {
  const build = (typeof buildConfig === "object" && buildConfig !== null ? buildConfig : {}) as Record<string, unknown>;
  const pairs: readonly [string, unknown, string | undefined][] = [
    ["productionBranch", productionBranch, live?.productionBranch],
    ["build.command", build["buildCommand"], live?.build.command],
    ["build.output", build["destinationDir"], live?.build.output],
    ["build.root", build["rootDir"], live?.build.root],
  ];
  return pairs.flatMap(([name, desired, shown]) => (typeof desired !== "string" || desired === shown ? [] : [name]));
}

function describeDropped(project: string, dropped: readonly string[], stack: string): Problem {
  return new Problem({
    code: "not-confirmed",
    what: `Cloudflare accepted the settings of Pages project "${project}" but does not show ${dropped.join(", ")} as the config says.`,
    fix: "run it again, which sends them once more; where that does not help, set them in Cloudflare's dashboard",
    commands: [line`parity up --stack ${stack}`],
  });
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
