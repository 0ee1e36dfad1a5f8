import { Project } from "../../components/project.ts";
import { describeMisread } from "../engine/error.ts";
import type { EngineEvent } from "../engine/events.ts";
import { backendOf } from "../engine/home.ts";
import { isOlder, requirePulumi } from "../engine/pulumi.ts";
import { type EngineRun, runEngine } from "../engine/run.ts";
import { freeStack } from "../engine/stacks.ts";
import type { StackState } from "../existing/stack-state.ts";
import { previewedIn } from "../preview/preview.ts";
import { type Agreed, agree, type NotAgreed, type Previewed } from "./agreement.ts";
import type { UpOptions } from "./options.ts";

/** The first engine that this was tried with: with `--strict` its update is held to its own preview. */
const IN_ONE = [3, 276, 0] as const;

/**
 * Whether one engine makes the preview and then does it. It does so where nothing is to be refreshed, because a refresh of the update writes
 * the state whatever becomes of the rest; where nobody is asked, because the stack is locked until they answer; and where the backend is the
 * engine's own, whose lock is taken off where it may not go on.
 */
export async function mayGoInOne(
  { project, plan, isAsked }: UpOptions,
  { resources }: StackState,
  env = process.env,
): Promise<boolean> {
  if (plan !== undefined || isAsked || resources.some(({ type }) => type !== "pulumi:pulumi:Stack")) return false;
  const backend = backendOf(new Project(project), env);
  return backend !== undefined && !/^https?:/.test(backend) && !isOlder(await requirePulumi(), IN_ONE);
}

interface RanInOne {
  readonly made: Previewed;
  readonly agreed: Agreed | NotAgreed;
  readonly run: EngineRun;
}

/** Has one engine make the preview, wait until that is agreed to, and do it, held to what it has shown. */
export async function upInOne(
  options: UpOptions,
  named: { readonly project: string; readonly stack: string },
  onEvent: (event: EngineEvent) => void,
): Promise<RanInOne> {
  const { project, stack, commit } = options;
  const place = { project, stack };
  const reportOn = (run: EngineRun): Previewed => previewedIn({ ...named, ...(commit && { commit }) }, run);
  let shown: { readonly made: Previewed; readonly agreement: Promise<Agreed | NotAgreed> } | undefined;
  const run = await runEngine(["up", "--yes", "--strict"], {
    ...{ ...place, onEvent },
    async onPreviewed(preview) {
      // Of a preview that failed the engine does nothing, and says more when it ends.
      if (!preview.ok) return true;
      const made = reportOn(preview);
      shown = { made, agreement: agree(options, made) };
      return shown.agreement.then(
        (agreed) => !("outcome" in agreed),
        () => false,
      );
    },
  });
  if (!shown) {
    const made = reportOn(run);
    if (!run.ok) return { made, agreed: await agree(options, made), run };
    // It went on without being heard: what it did is not known.
    const unheard = { ok: false, inconclusive: true, errors: [{ message: describeMisread([undefined]) }] };
    return { made, agreed: { before: [] }, run: { ...run, ...unheard } };
  }
  const { made, agreement } = shown;
  const [agreed] = await Promise.allSettled([agreement]);
  if (agreed.status === "fulfilled" && !("outcome" in agreed.value)) return { made, agreed: agreed.value, run };
  // The engine was killed before it began, and its lock is nobody's.
  await freeStack(place);
  return { made, agreed: await agreement, run };
}
