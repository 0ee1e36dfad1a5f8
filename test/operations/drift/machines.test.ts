import { expect, test } from "vitest";
import type { FlyMachine } from "../../../src/clouds/fly/machines.ts";
import type { ProcessGroup } from "../../../src/components/app/groups.ts";
import type { AppBlueprint } from "../../../src/components/blueprint.ts";
import { gather } from "../../../src/operations/drift/findings.ts";
import { compareMachines } from "../../../src/operations/drift/machines.ts";
import { blueprintIn } from "../../documents/systems.ts";

const [api] = blueprintIn("plyr", "staging").apps.filter(({ key }) => key === "api");
if (!api) throw new Error("plyr has no api");
const app = withGroups({});

function withGroups(...more: readonly Partial<ProcessGroup>[]): AppBlueprint {
  const [first, ...others] = more.map((one) => ({
    ...{ name: "app", serves: true, regions: { ord: 2 }, machine: { size: "shared-cpu-1x", memory: 256 } },
    ...one,
  }));
  if (!api || !first) throw new Error("an app has a process group");
  return { ...api, groups: [first, ...others] };
}

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

const compare = (...given: Parameters<typeof compareMachines>) => gather([compareMachines(...given)]);
const driftOf = (...machines: FlyMachine[]) =>
  compare(app, machines, "deployed").cloud.flatMap(({ properties }) =>
    properties.map(({ path, before, after }) => `${path} ${before} ${after}`),
  );

test("machines as declared do not drift, whatever their image and release", () => {
  const other = machine({ config: { ...machine().config, image: "other" } });
  expect(compare(app, [machine(), other], "deployed")).toEqual({
    config: [],
    cloud: [],
    broken: [],
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

test("where the config names no memory, it is that of the size", () => {
  const large = withGroups({ machine: { size: "performance-1x" } });
  const guest = { cpu_kind: "performance", memory_mb: 2048 };
  expect(compare(large, [machine({}, guest), machine({}, guest)], "deployed").cloud).toEqual([]);
});

test("memory that the config names is what counts, not that of the size", () => {
  const small = withGroups({ machine: { size: "shared-cpu-1x", memory: 512 } });
  expect(compare(small, [machine({}, { memory_mb: 512 }), machine({}, { memory_mb: 512 })], "deployed").cloud).toEqual(
    [],
  );
});

test("machines of a release command, and those that are gone, do not count", () => {
  const release = machine({ config: { metadata: { fly_process_group: "fly_app_release_command" } } });
  expect(
    driftOf(machine(), machine(), release, machine({ state: "destroyed" }), machine({ state: "destroying" })),
  ).toEqual([]);
});

test("a machine whose host does not answer counts, and its size is unknown", () => {
  const found = compare(app, [machine(), machine({ id: "lost", config: null })], "deployed");
  expect(found.cloud).toEqual([]);
  expect(found.unknown).toEqual([
    {
      resource: "fly machine lost of plyr-api-staging",
      why: "Fly lists it without its config: its host cannot be reached",
    },
  ]);
});

const inGroup = (name: string, more: Partial<FlyMachine> = {}) =>
  machine({ ...more, config: { ...machine().config, metadata: { fly_process_group: name } } });

test("each process group has its own machines, and one that is not declared is found", () => {
  const groups = withGroups({ name: "web" }, { name: "worker", serves: false, regions: { ams: 1 } });
  const asDeclared = [inGroup("web"), inGroup("web"), inGroup("worker", { region: "ams" })];
  expect(compare(groups, asDeclared, "deployed").cloud).toEqual([]);
  const [drift] = compare(groups, [inGroup("web"), ...asDeclared.slice(1, 2), inGroup("cron")], "deployed").cloud;
  expect(drift?.properties.map(({ path, before, after }) => `${path} ${before} ${after}`)).toEqual([
    "processes.worker.regions.ams 1 0",
    "processes.cron 0 1",
  ]);
  expect(drift?.cure?.commands).toEqual([
    "flyctl scale count worker=1 --region ams -a plyr-api-staging --yes",
    "flyctl scale count cron=0 -a plyr-api-staging --yes",
  ]);
});

test("of several groups nobody knows whose machine it is that Fly lists without its config", () => {
  const groups = withGroups(
    { name: "web", regions: { ord: 1 } },
    { name: "worker", serves: false, regions: { ord: 1 } },
  );
  expect(compare(groups, [inGroup("web"), machine({ id: "lost", config: null })], "deployed").cloud).toEqual([]);
});

test.each([
  ["the same", "redis:7", []],
  ["the same by digest, from Docker's own registry", "registry-1.docker.io/library/redis:7@sha256:1", []],
  ["another", "redis:8", ["image redis:7 redis:8"]],
])("%s image as declared: %s", (_, image, expected) => {
  const redis = { ...app, image: "redis:7" };
  const running = machine({ config: { ...machine().config, image } });
  const { cloud } = compare(redis, [running, running], "deployed");
  expect(
    cloud.flatMap(({ properties }) => properties.map(({ path, before, after }) => `${path} ${before} ${after}`)),
  ).toEqual(expected);
});

test("a worker that is stopped is broken though its app may sleep, unless it ends by itself", () => {
  const stopped = inGroup("worker", { state: "stopped" });
  const worker = { name: "worker", serves: false, regions: { ord: 1 } };
  const sleepy = { ...withGroups(worker), sleep: "stop" as const };
  expect(compare(sleepy, [stopped], "deployed").broken).toHaveLength(1);
  const once = withGroups({ ...worker, restart: { policy: "on-failure" } });
  expect(compare(once, [stopped], "deployed").broken).toEqual([]);
});

test("an app that was never deployed is a note; one that has lost its last machine has drifted", () => {
  expect(compare(app, [], "pending")).toEqual({
    config: [],
    cloud: [],
    broken: [],
    unknown: [],
    notes: ["plyr-api-staging has no machines: it was never deployed."],
  });
  expect(compare(app, [], "suspended")).toMatchObject({
    config: [],
    cloud: [
      {
        properties: [{ path: "regions.ord", before: 2, after: 0 }],
        cure: {
          fix: "write what is there under apps.api to keep it, or deploy it again: all its machines are gone",
        },
      },
    ],
    notes: [],
  });
});

test("the line that is given sets each region and size that differs, also a region that no deploy looks at", () => {
  const [drift] = compare(app, [machine(), machine({ region: "ams" }, { memory_mb: 512 })], "deployed").cloud;
  expect(drift?.cure).toEqual({
    fix: "write what is there under apps.api to keep it, or put it back",
    commands: [
      "flyctl scale vm shared-cpu-1x --vm-memory 256 -a plyr-api-staging",
      "flyctl scale count 2 --region ord -a plyr-api-staging --yes",
      "flyctl scale count 0 --region ams -a plyr-api-staging --yes",
    ],
  });
});

test.each(["stopped", "suspended", "failed"])("a machine that is %s is broken, unless its app sleeps", (state) => {
  const machines = [machine(), machine({ id: "still", state })];
  expect(compare(app, machines, "deployed").broken).toEqual([
    {
      resource: "fly machines plyr-api-staging",
      condition: `still in ord is ${state}`,
      what: `Its machines never sleep, but still in ord is ${state}.`,
      cure: {
        fix: "see why, then start what is stopped",
        commands: ["flyctl logs -a plyr-api-staging", "flyctl machine start still -a plyr-api-staging"],
      },
    },
  ]);
  expect(compare({ ...app, sleep: "stop" }, machines, "deployed").broken).toEqual([]);
});
