import { isDeepStrictEqual } from "node:util";
import { readsByType } from "../../src/operations/unchanged/reads/reads.ts";
import { PluginFailure } from "../../test/plugin/harness.ts";
import type { Edit } from "../edits/edit.ts";
import { edits } from "../edits/edits.ts";
import type { Case, Row } from "../row.ts";
import { Resource } from "../stage/engine.ts";
import type { Trial } from "../stage/trial.ts";
import { tryAll } from "../stage/trials.ts";

/** Of all subjects together about a thousand. */
const reads = 64;

export const driftRow: Row = {
  name: "drift",
  about: "each own type deleted, changed, added to by somebody else: named with its field; a thousand reads: nothing",
  run: async (options) => [
    await tryAll("edits by hand of own types", editCasesOf, options),
    await tryAll("reads without an edit", readCasesOf, options),
  ],
};

async function editCasesOf(trial: Trial): Promise<Case[]> {
  const of = edits[trial.subject.name] ?? [];
  return of.map((edit) => ({ name: `${trial.subject.name}/${edit.name}`, run: () => judge(trial, edit) }));
}

async function readCasesOf(trial: Trial): Promise<Case[]> {
  return Array.from({ length: reads }, (_, i) => ({
    name: `${trial.subject.name}/read ${i + 1}`,
    run: () => judge(trial, { name: "nothing", apply: () => undefined, shows: {} }),
  }));
}

/** A preview without the engine is told that nothing has changed by the same digest: only where a refresh shows nothing. */
function judgeDigest(token: string, [before, after]: readonly (string | undefined)[], shows: Edit["shows"]): void {
  if (!Object.hasOwn(readsByType, token)) return;
  if (before === undefined) throw new Error("A preview without the engine cannot read it.");
  const isShown = shows.gone === true || shows.says !== undefined || (shows.fields ?? []).length > 0;
  if (isShown && before === after) throw new Error("A preview without the engine misses it.");
}

/** What a refresh, and a preview after it, show of an edit. */
async function judge({ subject, world, phases }: Trial, { apply, shows }: Edit): Promise<void> {
  const made = phases.find(({ name }) => name === "read");
  if (!made?.before || !made.given) throw new Error("the subject was not made");
  made.restore();
  const inState = { type: subject.token, urn: "urn:pulumi:staging::plyr::type::thing", ...made.before };
  const digest = await world.digest(inState);
  apply(world.state());
  judgeDigest(subject.token, [digest, await world.digest(inState)], shows);
  const plugin = await world.startPlugin();
  try {
    const resource = new Resource(subject.token, "thing", made.before);
    await resource.refresh(plugin).catch((error: unknown) => {
      if (!(error instanceof PluginFailure) || !shows.says?.test(error.message)) throw error;
    });
    const { held } = resource;
    if (shows.gone) {
      if (held) throw new Error(`It is not gone: ${JSON.stringify(held)}`);
      return;
    }
    if (!held) throw new Error("It is gone.");
    if (shows.says) return;
    const { inputs } = await plugin.check(subject.token, made.given, held.inputs, "thing");
    const { changes } = await plugin.diff(subject.token, held, inputs);
    const fields = [...(shows.fields ?? [])].sort();
    if (!isDeepStrictEqual(Object.keys(changes).sort(), fields)) {
      throw new Error(`It shows ${JSON.stringify(changes)}, not ${fields.join(", ") || "nothing"}`);
    }
  } finally {
    await plugin.close();
  }
}
