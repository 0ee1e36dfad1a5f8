import { expect, test } from "vitest";
import type { EngineError } from "../../../src/operations/engine/error.ts";
import type { Sources } from "../../../src/operations/existing/sources.ts";
import { recoverLost } from "../../../src/operations/recover/lost.ts";
import { recover } from "../../../src/operations/recover/recover.ts";
import { Problem } from "../../../src/problem/problem.ts";
import { type ScriptedRun, scriptPulumi } from "../engine/scripted-pulumi.ts";
import { stepOn } from "../engine/step.ts";

const place = { project: ".", stack: "staging" };
const stackUrn = "urn:pulumi:staging::acme::pulumi:pulumi:Stack::acme-staging";
const parent = "urn:pulumi:staging::acme::parity:environment:Storage::storage";
const providerUrn = "urn:pulumi:staging::acme::pulumi:providers:cloudflare::default_6_22_1";
const provider = `${providerUrn}::3d1c`;
const inputs = { accountId: "a1", name: "acme-media", jurisdiction: "default" };
const bucket = stepOn("cloudflare:index/r2Bucket:R2Bucket", "media", {
  op: "create",
  new: { type: "cloudflare:index/r2Bucket:R2Bucket", custom: true, inputs, parent, provider },
});
const project = stepOn("parity:neon:Project", "main", { op: "create" });

const pending = (type: string, urn: string) => ({ type, resource: { urn, inputs, parent, provider } });

function exported(pendingOperations: object[], held: readonly string[] = []): ScriptedRun {
  const resources = [stackUrn, ...held].map((urn) => ({ urn }));
  return { writes: JSON.stringify({ deployment: { resources, pending_operations: pendingOperations } }) };
}

/** A Cloudflare that answers the same of every bucket, or cannot be asked. */
function sourcesWith(hasBucket: boolean | Problem): Sources {
  const answer = async () => {
    if (hasBucket instanceof Problem) throw hasBucket;
    return hasBucket;
  };
  return { clouds: { cloudflare: async () => ({ inventory: { hasBucket: answer } }) } } as unknown as Sources;
}

async function recoverWith(script: Readonly<Record<string, ScriptedRun>>, sources: Sources) {
  const calls = scriptPulumi(script);
  const result = await recover(place, sources);
  return {
    ...result,
    ran: calls().flatMap(([at, , ...words]) => (at === "-C" ? [words] : [])),
  };
}

const commandsOf = ({ ran }: { ran: string[][] }) => ran.map(([command]) => command);
const created = "cloudflare R2Bucket media";

test("a state with nothing unfinished is only read, and its secrets stay encrypted", async () => {
  const result = await recoverWith({ stack: exported([]) }, sourcesWith(true));
  expect(result).toMatchObject({ recoveries: [], errors: [] });
  expect(commandsOf(result)).toEqual(["stack"]);
  expect(result.ran.flat()).not.toContain("--show-secrets");
});

test("what an interrupted run made is imported below its parent, and then its pending creation is cleared", async () => {
  const result = await recoverWith({ stack: exported([pending("creating", bucket.urn)]) }, sourcesWith(true));
  expect(result.recoveries).toEqual([
    { resource: created, outcome: "taken over", after: "interrupted run", ids: ["a1/acme-media/default"] },
  ]);
  expect(commandsOf(result)).toEqual(["stack", "stack", "import", "refresh"]);
  expect(result.ran.at(-1)).toEqual(expect.arrayContaining(["--clear-pending-creates", "--target", stackUrn]));
});

test.each([
  ["that the vendor does not have", [pending("creating", bucket.urn)], [], false],
  ["that the state has already", [pending("creating", bucket.urn)], [bucket.urn], true],
  ["whose update was interrupted", [pending("updating", bucket.urn)], [bucket.urn], true],
])("a thing %s is cleared, and nothing is imported", async (_, operations, held, there) => {
  const result = await recoverWith({ stack: exported(operations, held) }, sourcesWith(there));
  expect(result.recoveries).toMatchObject([{ resource: created, outcome: "cleared", ids: [] }]);
  expect(commandsOf(result)).toEqual(["stack", "stack", "refresh"]);
});

const token = stepOn("parity:r2:Credentials", "storage", { op: "create" });

/** A Cloudflare with account tokens, and the ids of those that it was told to delete. */
function tokensAt(names: Readonly<Record<string, string>>) {
  const deleted: string[] = [];
  const live = () => Object.entries(names).flatMap(([id, name]) => (deleted.includes(id) ? [] : { id, name }));
  const accountTokens = {
    list: async () => live(),
    find: async (_: string, id: string) => live().find((one) => one.id === id),
    delete: async (_: string, id: string) => void deleted.push(id),
  };
  return { deleted, sources: { clouds: { cloudflare: async () => ({ accountTokens }) } } as unknown as Sources };
}

const order = { accountId: "a1", name: "acme-storage", lineage: "l1" };
const issuing = { type: "creating", resource: { urn: token.urn, inputs: order, parent, provider } };

test("a token of this state whose value an interrupted run has lost is deleted, and no other", async () => {
  const { deleted, sources } = tokensAt({
    ...{ lost: "acme-storage/1/l1", held: "acme-storage/1/l1" },
    ...{ former: "acme-storage/2/l1", foreign: "acme-storage/1/l2" },
  });
  const resources = [{ urn: stackUrn }, { urn: token.urn, id: "held" }];
  const stateWith = (pending: object[]) => JSON.stringify({ deployment: { resources, pending_operations: pending } });
  const result = await recoverWith(
    { stack: { writes: [stateWith([issuing]), stateWith([issuing]), stateWith([])] } },
    sources,
  );
  expect(result.recoveries).toEqual([
    { resource: "r2 Credentials storage", outcome: "discarded", after: "interrupted run", ids: ["lost"] },
  ]);
  expect(deleted).toEqual(["lost"]);
});

test("a token is not deleted before the state could be written: another run may be about to get it", async () => {
  const { deleted, sources } = tokensAt({ theirs: "acme-storage/1/l1" });
  const script = { stack: exported([issuing]), refresh: { says: "error: locked", code: 255 } };
  expect((await recoverWith(script, sources)).errors).toEqual(["locked"]);
  expect(deleted).toEqual([]);
});

test("a token is not deleted while the state says that a run makes one: its answer may be on its way", async () => {
  const { deleted, sources } = tokensAt({ theirs: "acme-storage/1/l1" });
  const result = await recoverWith({ stack: exported([issuing]) }, sources);
  expect(result.recoveries).toMatchObject([{ outcome: "cleared" }]);
  expect(deleted).toEqual([]);
});

test("a token whose creation failed is deleted by that very run, also where Cloudflare was late with it", async () => {
  const { deleted, sources } = tokensAt({ lost: "acme-storage/1/l1" });
  scriptPulumi({ stack: exported([]) });
  const create = { ...token, new: { type: "parity:r2:Credentials", custom: true, inputs: order, parent, provider } };
  const events = [{ resourcePreEvent: { metadata: create, planning: false } }];
  const { recoveries } = await recoverLost({ events, errors: [], interrupted: false }, [], place, sources);
  expect(recoveries).toMatchObject([{ outcome: "discarded", after: "lost answer", ids: ["lost"] }]);
  expect(deleted).toEqual(["lost"]);
});

test("a token of which nothing was made yet is only cleared", async () => {
  const result = await recoverWith({ stack: exported([issuing]) }, tokensAt({}).sources);
  expect(result.recoveries).toMatchObject([{ resource: "r2 Credentials storage", outcome: "cleared" }]);
});

/** A Neon with a project of this state's resource, another's, and one without a mark. */
function markedNeon(): Sources {
  const marked = (name: string) => ({
    ...{ "parity-lineage": "l1", "parity-project": "acme", "parity-stack": "staging" },
    ...{ "parity-type": "parity:neon:Project", "parity-name": name },
  });
  const projects = { listNamed: async () => [{ id: "own" }, { id: "other" }, { id: "bare" }] };
  const annotations: { [id: string]: object } = { own: marked("main"), other: marked("second"), bare: {} };
  const branches = { list: async (id: string) => [{ annotation: annotations[id] }] };
  const neon = { projects, branches, changes: { settle: async () => undefined } };
  return { clouds: { neon: async () => ({ until: () => neon }) } } as unknown as Sources;
}

const projectInputs = { name: "acme-staging", database: "app", maxCu: 1, lineage: "l1" };

test("what carries a mark with the state's lineage is imported, also where the program has renamed it since", async () => {
  const operation = { type: "creating", resource: { urn: project.urn, inputs: projectInputs, parent, provider } };
  const result = await recoverWith({ stack: exported([operation]) }, markedNeon());
  expect(result.recoveries).toMatchObject([{ outcome: "taken over", ids: ["own/app?maxCu"] }]);
});

test.each([
  ["is taken over, whatever was there before", [], [{ outcome: "taken over", ids: ["own/app?maxCu"] }]],
  ["is left where the state has it: its create could say what it had made", [project.urn], []],
])("what a run that failed has made under its mark %s", async (_, held, recoveries) => {
  scriptPulumi({ stack: exported([], held) });
  const made = { type: "parity:neon:Project", custom: true, inputs: projectInputs, parent, provider };
  const events = [{ resourcePreEvent: { metadata: { ...project, new: made }, planning: false } }];
  const result = await recoverLost({ events, errors: [], interrupted: false }, [], place, markedNeon());
  expect(result.recoveries).toMatchObject(recoveries);
});

test("a vendor that cannot be asked ends it there: nothing is cleared that may exist", async () => {
  const unreachable = new Problem({ code: "cloud-call", what: "Cloudflare does not answer.", fix: "wait" });
  const result = await recoverWith({ stack: exported([pending("creating", bucket.urn)]) }, sourcesWith(unreachable));
  expect(result.errors).toEqual([unreachable.message]);
  expect(commandsOf(result)).toEqual(["stack"]);
});

test("an import that the engine refuses leaves the pending creation, which is the proof", async () => {
  const script = { stack: exported([pending("creating", bucket.urn)]), import: { says: "error: no", code: 255 } };
  const result = await recoverWith(script, sourcesWith(true));
  expect(result).toMatchObject({ recoveries: [], errors: ["no"] });
  expect(commandsOf(result)).toEqual(["stack", "stack", "import"]);
});

test("a state that cannot be read is left to the preview, which says why", async () => {
  const result = await recoverWith(
    { stack: { says: "error: no stack named 'x' found", code: 255 } },
    sourcesWith(true),
  );
  expect(result).toMatchObject({ recoveries: [], errors: [] });
});

const started = { resourcePreEvent: { metadata: bucket, planning: false } };
const ended = { resOutputsEvent: { metadata: bucket, planning: false } };

async function recoverAfter(
  events: object[],
  before: readonly string[] | undefined,
  there: boolean,
  errors: readonly EngineError[] = [],
) {
  const calls = scriptPulumi({});
  const attempt = { urn: bucket.urn, inputs, parent, provider, held: undefined };
  const sightings = before === undefined ? [] : [{ attempt, ids: before }];
  const result = await recoverLost({ events, errors, interrupted: false }, sightings, place, sourcesWith(there));
  return { ...result, imported: calls().length > 0 && calls().some((words) => words.includes("import")) };
}

test("what was not there before the run, failed, and is there after it was made by it: taken over", async () => {
  expect(await recoverAfter([started], [], true)).toMatchObject({
    recoveries: [{ resource: created, outcome: "taken over", after: "lost answer" }],
    errors: [],
    imported: true,
  });
});

test("after an interruption it is looked for until it is there: the vendor may be at work on it still", async () => {
  let asked = 0;
  const hasBucket = async () => {
    asked += 1;
    return asked > 2;
  };
  const sources = { clouds: { cloudflare: async () => ({ inventory: { hasBucket } }) } } as unknown as Sources;
  scriptPulumi({});
  const attempt = { urn: bucket.urn, inputs, parent, provider, held: undefined };
  const ended = { events: [started], errors: [], interrupted: true };
  const { recoveries } = await recoverLost(ended, [{ attempt, ids: [] }], place, sources);
  expect(recoveries).toMatchObject([{ resource: created, outcome: "taken over" }]);
});

test.each([
  ["is not there after the run either", [started], [], false],
  ["came to its end", [started, ended], [], true],
  ["may have been there before", [started], undefined, true],
])("what %s is not taken over", async (_, events, before, there) => {
  expect(await recoverAfter(events, before, there)).toEqual({ recoveries: [], errors: [], imported: false });
});

test("what was there before the run is somebody else's, and the refusal names the command that takes it over", async () => {
  const { errors, imported } = await recoverAfter([started], ["a1/acme-media/default"], true);
  expect(errors).toEqual([
    "cloudflare R2Bucket media was there before this run, and nothing proves that this stack made it.\n" +
      "  Fix: see what there is and take it over, or choose another name\n" +
      "  Run: parity adopt --stack staging --dry-run",
  ]);
  expect(imported).toBe(false);
});

test("secrets that an interrupted update added are kept by an import, for which the state lets go of what it had", async () => {
  const secrets = stepOn("parity:fly:Secrets", "api", {});
  const resource = { urn: secrets.urn, inputs: { app: "acme-api" }, outputs: { digests: {} }, parent, provider };
  const state = { resources: [{ urn: stackUrn }, resource], pending_operations: [{ type: "updating", resource }] };
  const fly = async () => ({ secrets: { list: async () => [{ name: "NEW", digest: "d" }] } });
  const sources = { clouds: { fly } } as unknown as Sources;
  const result = await recoverWith({ stack: { writes: JSON.stringify({ deployment: state }) } }, sources);
  expect(result.recoveries).toMatchObject([{ resource: "fly Secrets api", outcome: "taken over" }]);
  expect(commandsOf(result)).toEqual(["stack", "stack", "state", "import", "refresh"]);
  expect(result.ran[2]).toEqual(expect.arrayContaining(["delete", secrets.urn, "--yes"]));
});

test.each([
  ["added a name to", ["A", "B"], ["a1/site/preview?A,B,KEY"]],
  ["left as it was", ["A"], []],
])("a slot with a secret, which an update that failed %s, is taken over where it says so", async (_, names, ids) => {
  const slot = { accountId: "a1", project: "site", slot: "preview" };
  const stateOf = (plain: object) => ({ type: "parity:pages:Variables", custom: true, inputs: { ...slot, plain } });
  const step = stepOn("parity:pages:Variables", "web", {
    ...{ op: "update", old: stateOf({ A: "1" }), new: { ...stateOf({ A: "1", B: "2" }), parent, provider } },
  });
  const plain = names.map((name): [string, object] => [name, { type: "plain_text" }]);
  const variables = Object.fromEntries([...plain, ["KEY", { type: "secret_text" }]]);
  const cloudflare = async () => ({ pages: { readSlot: async () => ({ variables }) } });
  const sources = { clouds: { cloudflare } } as unknown as Sources;
  const attempt = { urn: step.urn, inputs: slot, parent, provider, held: { inputs: {}, outputs: {} } };
  scriptPulumi({});
  const events = [{ resourcePreEvent: { metadata: step, planning: false } }];
  const before = [{ attempt, ids: ["a1/site/preview?A,KEY"] }];
  const { recoveries } = await recoverLost({ events, errors: [], interrupted: false }, before, place, sources);
  expect(recoveries.flatMap((one) => one.ids)).toEqual(ids);
});

test("what its own create has refused is not this run's, although it was not seen before", async () => {
  const message = "exists already.\n  Fix: take it over\n  Run: parity adopt --stack staging";
  const { recoveries, imported } = await recoverAfter([started], [], true, [{ urn: bucket.urn, message }]);
  expect([recoveries, imported]).toEqual([[], false]);
});

test("a state that another run writes meanwhile is left alone: what is pending is under way", async () => {
  const at = (time: string) =>
    JSON.stringify({
      deployment: { manifest: { time }, resources: [], pending_operations: [pending("creating", bucket.urn)] },
    });
  const result = await recoverWith({ stack: { writes: [at("1"), at("2")] } }, sourcesWith(true));
  expect(result.errors).toEqual([
    "Another run writes the state of staging at this moment.\n  Fix: wait until it has ended, then run this again",
  ]);
  expect(commandsOf(result)).toEqual(["stack", "stack"]);
});
