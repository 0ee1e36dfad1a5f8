import type { PropertyMap, PropertyValue } from "../../src/plugin/property-values.ts";
import { account, organization } from "../../test/stage/open-cloud.ts";

/** What may be chosen in a product that has all of our types. */
export interface Config {
  readonly values: Readonly<Record<string, string>>;
  readonly domain: boolean;
  readonly v6: boolean;
  readonly tokenGeneration: number;
  readonly maxCu: number;
  readonly projectName: string;
  readonly workerGeneration: number;
  readonly database: string;
  readonly branch: boolean;
  readonly plain: Readonly<Record<string, string>>;
  readonly key: string;
  readonly user: "reader" | "writer";
}

export const begin: Config = {
  ...{ values: { A: "one", B: "two" }, domain: true, v6: true, tokenGeneration: 1 },
  ...{ maxCu: 1, projectName: "plyr-staging", workerGeneration: 1, database: "events", branch: true },
  ...{ plain: { A: "one", B: "two" }, key: "canary-one", user: "reader" },
};

/** A resource of the program, with what it takes of others. */
export interface Declared {
  readonly name: string;
  readonly token: string;
  readonly inputs: (outputOf: (name: string, property: string) => PropertyValue) => PropertyMap;
}

const app = "plyr-api";

/** The program: in an order in which each comes after what it takes from. */
export function declare(config: Config, lineage: string): readonly Declared[] {
  const of = (name: string, token: string, inputs: Declared["inputs"]): Declared => ({ name, token, inputs });
  const given =
    (inputs: PropertyMap): Declared["inputs"] =>
    (outputOf) => {
      outputOf("app", "hostname");
      return { app, ...inputs };
    };
  const onProject =
    (inputs: PropertyMap): Declared["inputs"] =>
    (outputOf) => ({
      ...{ projectId: outputOf("project", "projectId"), branchId: outputOf("project", "branchId") },
      ...inputs,
    });
  const onCluster =
    (inputs: PropertyMap): Declared["inputs"] =>
    (outputOf) => ({
      cluster: outputOf("cluster", "clusterId"),
      ...inputs,
    });
  const { projectName, maxCu, database, values, plain, key } = config;
  return [
    of("app", "parity:fly:App", () => ({ name: app, organization: "acme" })),
    of("shared", "parity:fly:IpAddress", given({ type: "shared_v4" })),
    ...(config.v6 ? [of("v6", "parity:fly:IpAddress", given({ type: "v6" }))] : []),
    ...(config.domain ? [of("domain", "parity:fly:Certificate", given({ hostname: "api.plyr.fm" }))] : []),
    of("deploy", "parity:fly:DeployToken", given({ name: "github", generation: config.tokenGeneration })),
    of("project", "parity:neon:Project", () => ({
      ...{ name: projectName, region: "aws-us-east-1", organization, role: "app_owner", database: "app" },
      ...{ minCu: 0.25, maxCu, lineage, historyRetentionSeconds: 21_600 },
      ...{ suspendTimeoutSeconds: 0, protectedBranch: false },
    })),
    of("worker", "parity:neon:Role", onProject({ name: "worker", generation: config.workerGeneration })),
    of("events", "parity:neon:Database", onProject({ name: database, owner: "app_owner" })),
    ...(config.branch
      ? [
          of("preview", "parity:neon:Branch", (outputOf) => ({
            ...{
              projectId: outputOf("project", "projectId"),
              name: "pr-1",
              lineage,
              minCu: 0.25,
              maxCu: 1,
              protected: false,
            },
          })),
        ]
      : []),
    of("cluster", "parity:fly:Postgres", () => ({
      ...{ name: "plyr-db", organization: "acme", region: "ord", plan: "basic" },
    })),
    of("tables", "parity:fly:PostgresDatabase", onCluster({ name: "plyr" })),
    of("reader", "parity:fly:PostgresUser", onCluster({ username: "worker", role: config.user })),
    of("secrets", "parity:fly:Secrets", given({ values: { ...values } })),
    of("variables", "parity:pages:Variables", () => ({
      ...{ accountId: account, project: "plyr-site", slot: "preview", plain: { ...plain }, secret: { KEY: key } },
    })),
    of("session", "parity:index:GeneratedSecret", () => ({ shape: "hex" })),
  ];
}

/** Changes one thing that a person may change in the config. */
export function editConfig(config: Config, random: () => number): Config {
  const word = `value-${Math.floor(random() * 1000)}`;
  const name = ["A", "B", "C"][Math.floor(random() * 3)] ?? "A";
  const toggled = (record: Config["values"]) => {
    const { [name]: had, ...others } = record;
    const left = had !== undefined && Object.keys(others).length > 0 && random() < 0.4;
    return left ? others : { ...others, [name]: word };
  };
  const edits: readonly (() => Partial<Config>)[] = [
    () => ({ values: toggled(config.values) }),
    () => ({ plain: toggled(config.plain) }),
    () => ({ key: word }),
    () => ({ domain: !config.domain }),
    () => ({ v6: !config.v6 }),
    () => ({ branch: !config.branch }),
    () => ({ tokenGeneration: config.tokenGeneration + 1 }),
    () => ({ workerGeneration: config.workerGeneration + 1 }),
    () => ({ maxCu: config.maxCu === 1 ? 2 : 1 }),
    () => ({ projectName: config.projectName === "plyr-staging" ? "plyr-next" : "plyr-staging" }),
    () => ({ database: config.database === "events" ? "history" : "events" }),
    () => ({ user: config.user === "reader" ? "writer" : "reader" }),
  ];
  return { ...config, ...edits[Math.floor(random() * edits.length)]?.() };
}
