import { chmodSync, existsSync, mkdirSync, realpathSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { repository } from "../../sandbox/folder.ts";
import { makeProject } from "../empty-project.ts";
import { inTurn, type Previews } from "../previews.ts";
import type { Row } from "../row.ts";
import { columns, numbers, verdict } from "../table.ts";
import type { TimedStack } from "../timed-stack.ts";

const aim = 0.5;
const mostRuns = 3;
/** Fly says that an app is deleted before its name is free, and the plain program does not wait for that: it cannot come up twice. */
const upRuns = 1;

export const plainRow: Row = {
  name: "plain",
  about: "plyr.fm's staging against the same resources in a Pulumi program with dynamic providers, as people write it",
  measure: async (stage) => {
    const { sandbox, production } = await stage.plyr();
    await sandbox.run(["up", "--stack", "staging", "--yes", "--skip-preview"]);
    const ours = await sandbox.openStack("staging");
    placeDynamicProvider(production);
    const program = join(repository, "bench", "plain");
    const plain = await makeProject({ other: production, root: join(stage.root, "plain"), name: "plain", program });
    const runs = Math.min(stage.runs, mostRuns);
    stage.say("staging comes up from nothing, and the plain program, in turn");
    const up = await inTurn(upRuns, [ours, plain], async (stack) => {
      await stack.run(["destroy", "--yes", "--skip-preview"]);
      return stack.time(["up", "--yes", "--skip-preview"]);
    });
    stage.say("previews of both without changes");
    const preview = await inTurn(runs, [ours, plain], (stack) => stack.time(["preview", "--expect-no-changes"]));
    // The first keeps what it has found, the second what the clouds answer.
    for (const _ of ["the engine finds nothing", "and the clouds"]) ours.timeParity(["preview"]);
    stage.say("parity preview of staging without changes, and pulumi preview of the plain program, in turn");
    const own = await inTurn(runs, [ours, plain], (stack) =>
      stack === ours ? ours.timeParity(["preview"]) : stack.time(["preview", "--expect-no-changes"]),
    );
    return {
      numbers: { up, preview, own },
      lines: [
        ...render("up from nothing", up),
        ...render("preview, unchanged", preview),
        ...render("preview, unchanged, ours by parity preview", own),
      ],
    };
  },
};

/** The engine's distribution has it beside its language host; a build of the engine's module has neither. */
function placeDynamicProvider({ engine, folder }: TimedStack): void {
  const name = "pulumi-resource-pulumi-nodejs";
  if (existsSync(join(dirname(realpathSync(engine.command)), name))) return;
  const home = join(folder.home, "plugins", `resource-pulumi-nodejs-v${engine.version}`);
  const file = join(home, name);
  mkdirSync(home, { recursive: true });
  const provider = join(repository, "node_modules", "@pulumi", "pulumi", "cmd", "dynamic-provider");
  writeFileSync(file, `#!/bin/sh\nexec node '${provider}' "$@"\n`);
  chmodSync(file, 0o755);
}

function render(what: string, { wall, processor }: Previews): string[] {
  return [
    columns(`Against a plain program: ${what}`, "median", "min", "max"),
    columns("  ours, seconds", ...numbers(wall.a)),
    columns("  plain, seconds", ...numbers(wall.b)),
    columns("  ratio", ...numbers(wall.ratio)),
    `${columns("  ratio of time on a processor", ...numbers(processor.ratio))}   ${verdict(`≤ ${aim}`, processor.ratio.median <= aim)}`,
    "",
  ];
}
