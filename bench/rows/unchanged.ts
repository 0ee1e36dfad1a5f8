import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Comparison, compare } from "../comparison.ts";
import { alchemyVersion, getAlchemy, getOpenTofu, openTofuVersion } from "../peers.ts";
import type { Row } from "../row.ts";
import type { Stage } from "../stage.ts";
import { columns, numbers, verdict } from "../table.ts";
import { type Timing, timeCommand } from "../timed-command.ts";
import type { TimedStack } from "../timed-stack.ts";

interface Peer {
  readonly name: string;
  /** Compares unchanged resources with the clouds once. */
  readonly run: () => Timing;
}

interface Against {
  readonly name: string;
  /** `a`: parity preview; `b`: the peer. */
  readonly read: Comparison;
  /** `a`: parity preview --no-refresh; `b`: the peer. */
  readonly unread: Comparison;
}

export const unchangedRow: Row = {
  name: "unchanged",
  about: "parity preview of plyr.fm's production, unchanged, against OpenTofu and Alchemy with as many resources",
  measure: async (stage) => {
    const { production } = await stage.plyr();
    const count = await countResources(production);
    const root = join(stage.root, "peers");
    const [peers, missing] = getPeers(stage, [
      [`OpenTofu ${openTofuVersion}`, () => setUpOpenTofu(stage, join(root, "opentofu"), count, production)],
      [`Alchemy ${alchemyVersion}`, () => setUpAlchemy(stage, join(root, "alchemy"), count, production)],
    ]);
    const previews = [
      () => production.timeParity(["preview"]),
      () => production.timeParity(["preview", "--no-refresh"]),
    ];
    // The first preview leaves what the second compares with, and the second what the clouds answered to it.
    production.timeParity(["preview"]);
    for (const run of [...previews, ...peers.map((peer) => peer.run)]) run();
    stage.say(
      `${stage.runs} times each, in turn: parity preview, without reads, and ${peers.map(({ name }) => name).join(", ")}`,
    );
    const rounds = Array.from({ length: stage.runs }, () => ({
      ours: previews.map((preview) => preview().wall),
      theirs: peers.map(({ run }) => run().wall),
    }));
    const against = peers.map(({ name }, at): Against => {
      const pairs = (of: 0 | 1) => rounds.map(({ ours, theirs }) => [ours[of] ?? 0, theirs[at] ?? 0] as const);
      return { name, read: compare(pairs(0)), unread: compare(pairs(1)) };
    });
    return { numbers: { count, against, missing }, lines: render(count, against, missing) };
  },
};

/** What has an id in the state and is not a provider's own. */
async function countResources(stack: TimedStack): Promise<number> {
  const { deployment } = JSON.parse(await stack.ask(["stack", "export"])) as {
    deployment: { resources: { custom?: boolean; type: string }[] };
  };
  return deployment.resources.filter(({ custom, type }) => custom && !type.startsWith("pulumi:")).length;
}

/** Those that could be had, and why the others could not. */
function getPeers(stage: Stage, all: readonly (readonly [string, () => () => Timing])[]): [Peer[], string[]] {
  const missing: string[] = [];
  const peers = all.flatMap(([name, setUp]) => {
    try {
      return [{ name, run: setUp() }];
    } catch (error) {
      missing.push(`${name} could not be had: ${(error as Error).message.split("\n", 1)[0]}`);
      stage.say(missing.at(-1) ?? "");
      return [];
    }
  });
  return [peers, missing];
}

function appUrl({ env }: TimedStack): string {
  return `${env["FLY_FLAPS_BASE_URL"]}/v1/apps/plyr-api`;
}

/** As many data sources, each of which is read again by every plan. */
function setUpOpenTofu({ say }: Stage, folder: string, count: number, stack: TimedStack): () => Timing {
  const home = getOpenTofu(say);
  mkdirSync(folder, { recursive: true });
  const config = `terraform {
  required_providers {
    http = { source = "hashicorp/http" }
  }
}
variable "token" { sensitive = true }
data "http" "read" {
  count           = ${count}
  url             = "${appUrl(stack)}?n=\${count.index}"
  request_headers = { authorization = "Bearer \${var.token}" }
}
`;
  writeFileSync(join(folder, "main.tf"), config);
  const settings = `provider_installation {\n  dev_overrides { "hashicorp/http" = "${home}" }\n  direct {}\n}\n`;
  writeFileSync(join(folder, "tofurc"), settings);
  const env = {
    ...stack.env,
    TF_CLI_CONFIG_FILE: join(folder, "tofurc"),
    TF_VAR_token: stack.env["FLY_API_TOKEN"],
    CHECKPOINT_DISABLE: "1",
  };
  timeCommand([join(home, "tofu"), "apply", "-auto-approve"], folder, env);
  return () => timeCommand([join(home, "tofu"), "plan", "-detailed-exitcode"], folder, env);
}

/** As many resources of a type of its own, each of which reads at every run. */
function setUpAlchemy({ say }: Stage, folder: string, count: number, stack: TimedStack): () => Timing {
  const home = getAlchemy(say);
  mkdirSync(folder, { recursive: true });
  symlinkSync(join(home, "node_modules"), join(folder, "node_modules"));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "peer", type: "module" }));
  const program = `import alchemy, { Resource } from "alchemy";

const Read = Resource("bench::Read", { alwaysUpdate: true }, async function (_, { url }) {
  if (this.phase === "delete") return this.destroy();
  const response = await fetch(url, { headers: { authorization: \`Bearer \${process.env.FLY_API_TOKEN}\` } });
  if (!response.ok) throw new Error(\`\${url}: \${response.status}\`);
  return { url, status: (await response.json()).status };
});

const app = await alchemy("bench", { quiet: true });
await Promise.all(Array.from({ length: ${count} }, (_, n) => Read(\`read\${n}\`, { url: \`${appUrl(stack)}?n=\${n}\` })));
await app.finalize();
`;
  writeFileSync(join(folder, "alchemy.run.mjs"), program);
  const env = {
    ...stack.env,
    ALCHEMY_CI_STATE_STORE_CHECK: "false",
    ALCHEMY_TELEMETRY_DISABLED: "1",
    DO_NOT_TRACK: "1",
  };
  return () => timeCommand([process.execPath, "alchemy.run.mjs"], folder, env);
}

function render(count: number, against: readonly Against[], missing: readonly string[]): string[] {
  const [first] = against;
  return [
    columns(`${count} resources without a change, seconds`, "median", "min", "max"),
    ...(first
      ? [
          columns("  parity preview", ...numbers(first.read.a)),
          columns("  parity preview --no-refresh", ...numbers(first.unread.a)),
        ]
      : []),
    ...against.flatMap(({ name, read, unread }) => [
      columns(`  ${name}, which reads each again`, ...numbers(read.b)),
      `${columns("    ratio, with reads", ...numbers(read.ratio))}   ${verdict("≤ 1.5", read.ratio.median <= 1.5)}`,
      `${columns("    ratio, without reads", ...numbers(unread.ratio))}   ${verdict("≤ 1.0", unread.ratio.median <= 1)}`,
    ]),
    ...missing.map((line) => `  ${line}`),
    "",
  ];
}
