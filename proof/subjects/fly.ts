import type { PropertyMap } from "../../src/plugin/property-values.ts";
import type { Ground, Subject } from "./subject.ts";

const app = "plyr-api";

const withApp =
  (first: PropertyMap, next?: PropertyMap) =>
  async ({ make }: Ground) => {
    await make("parity:fly:App", { name: app, organization: "acme" });
    return { first: { app, ...first }, ...(next && { next: { app, ...next } }) };
  };

const withCluster =
  (first: PropertyMap, next?: PropertyMap) =>
  async ({ make }: Ground) => {
    const { id: cluster } = await make("parity:fly:Postgres", cluster0);
    return { first: { cluster, ...first }, ...(next && { next: { cluster, ...next } }) };
  };

const cluster0 = { name: "plyr-db", organization: "acme", region: "ord", plan: "basic" };
const values = { first: { A: "one", B: "two" }, next: { A: "changed", C: "three" } };

export const flySubjects: readonly Subject[] = [
  {
    name: "fly:App",
    token: "parity:fly:App",
    prepare: async () => ({ first: { name: app, organization: "acme" } }),
  },
  {
    name: "fly:Certificate",
    token: "parity:fly:Certificate",
    prepare: withApp({ hostname: "api.plyr.fm" }),
  },
  {
    name: "fly:DeployToken",
    token: "parity:fly:DeployToken",
    prepare: withApp({ name: "github" }),
  },
  { name: "fly:IpAddress v6", token: "parity:fly:IpAddress", prepare: withApp({ type: "v6" }) },
  { name: "fly:IpAddress shared", token: "parity:fly:IpAddress", prepare: withApp({ type: "shared_v4" }) },
  {
    name: "fly:Secrets",
    token: "parity:fly:Secrets",
    prepare: withApp({ values: values.first }, { values: values.next }),
  },
  {
    name: "fly:Secrets of a running app",
    token: "parity:fly:Secrets",
    prepare: async (ground) => {
      const inputs = await withApp({ values: values.first }, { values: values.next })(ground);
      for (const region of ["iad", "ord"]) {
        await ground.fly("POST", `/apps/${app}/machines`, { region, config: { image: "registry.fly.io/plyr-api:1" } });
      }
      return inputs;
    },
  },
  {
    name: "fly:Volume",
    token: "parity:fly:Volume",
    prepare: withApp({ name: "data", region: "iad", size: 3 }, { name: "data", region: "iad", size: 5, snapshots: 14 }),
  },
  {
    name: "fly:Volume beside another",
    token: "parity:fly:Volume",
    prepare: async (ground) => {
      const volume = { name: "data", region: "iad", size: 3, slot: 2 };
      const inputs = await withApp(volume, { ...volume, snapshots: false })(ground);
      await ground.make("parity:fly:Volume", { ...inputs.first, slot: 1 });
      return inputs;
    },
  },
  { name: "fly:Postgres", token: "parity:fly:Postgres", prepare: async () => ({ first: cluster0 }) },
  { name: "fly:PostgresDatabase", token: "parity:fly:PostgresDatabase", prepare: withCluster({ name: "plyr" }) },
  {
    name: "fly:PostgresUser",
    token: "parity:fly:PostgresUser",
    prepare: withCluster({ username: "worker", role: "reader" }, { username: "worker", role: "writer" }),
  },
];
