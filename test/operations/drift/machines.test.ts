import { expect, test } from "vitest";
import type { FlyMachine } from "../../../src/clouds/fly/machines.ts";
import { compareMachines } from "../../../src/operations/drift/machines.ts";
import { blueprintIn } from "../../documents/systems.ts";

const [api] = blueprintIn("plyr", "staging").apps.filter(({ key }) => key === "api");
if (!api) throw new Error("plyr has no api");
const app = { ...api, regions: { ord: 2 }, machine: { size: "shared-cpu-1x", memory: 256 } };

function machine(more: Partial<FlyMachine> = {}, guest: object = {}): FlyMachine {
  return {
    id: "148e2d1d7d1289",
    name: "quiet-sea",
    state: "started",
    region: "ord",
    instance_id: "01HV",
    config: {
      image: "registry.fly.io/plyr-api-staging:deployment-1",
      metadata: { fly_process_group: "app", fly_release_version: "7" },
      guest: { cpu_kind: "shared", cpus: 1, memory_mb: 256, ...guest },
    },
    ...more,
  };
}

const driftOf = (...machines: FlyMachine[]) =>
  compareMachines(app, machines).drift.flatMap(({ properties }) =>
    properties.map(({ path, before, after }) => `${path} ${before} ${after}`),
  );

test("machines as declared do not drift, whatever their image and release", () => {
  expect(compareMachines(app, [machine(), machine({ config: { ...machine().config, image: "other" } })])).toEqual({
    drift: [],
    unknown: [],
    notes: [],
  });
});

test.each<[string, FlyMachine[], string[]]>([
  ["one too few", [machine()], ["regions.ord 2 1"]],
  ["one elsewhere", [machine(), machine({ region: "ams" })], ["regions.ord 2 1", "regions.ams 0 1"]],
  ["more CPUs", [machine(), machine({}, { cpus: 2 })], ["machine.size shared-cpu-1x shared-cpu-2x"]],
  ["more memory", [machine({}, { memory_mb: 512 }), machine({}, { memory_mb: 512 })], ["machine.memory 256 512"]],
  ["a size without a name", [machine(), machine({}, { cpus: 3 })], ["machine.size shared-cpu-1x 3 shared CPUs"]],
])("%s is drift", (_, machines, expected) => {
  expect(driftOf(...machines)).toEqual(expected);
});

test("machines of a release command, and those that are gone, do not count", () => {
  const release = machine({ config: { metadata: { fly_process_group: "fly_app_release_command" } } });
  expect(driftOf(machine(), machine(), release, machine({ state: "destroyed" }))).toEqual([]);
});

test("a machine whose host does not answer counts, and its size is unknown", () => {
  const found = compareMachines(app, [machine(), machine({ id: "lost", config: null })]);
  expect(found.drift).toEqual([]);
  expect(found.unknown).toEqual([
    {
      resource: "fly machine lost of plyr-api-staging",
      why: "Fly lists it without its config: its host cannot be reached",
    },
  ]);
});

test("an app without machines is a note, because nobody may have deployed it yet", () => {
  expect(compareMachines(app, [])).toEqual({
    drift: [],
    unknown: [],
    notes: ["plyr-api-staging has no machines: it was not deployed, or was scaled to nothing."],
  });
});
