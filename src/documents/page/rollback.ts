import type { AppBlueprint, Blueprint, DatabaseBlueprint } from "../../components/blueprint.ts";
import { deployedApps } from "../deployed-apps.ts";
import { rollbackWorkflow } from "../workflows/rollback.ts";
import { deployByHand } from "./fly-commands.ts";
import { code, codeBlock, paragraphs, section } from "./markdown.ts";
import { reviewAnew } from "./review.ts";
import { exampleTag, runWorkflow } from "./trigger.ts";

/** The runbook: forwards with a fix, back to a release, back by migration, back in time. */
export function rollback(blueprint: Blueprint): string {
  if (blueprint.template) return reviewAnew();
  const own = deployedApps(blueprint);
  const databases = blueprint.databases.filter(({ ownership, in: home }) => ownership.in === "stack" && !home);
  return paragraphs(
    section(4, `Fix forward in ${blueprint.stack}`, fixForward(blueprint)),
    ...own.map((app) => section(4, `Take ${app.name} back to an earlier release`, backToRelease(app, blueprint))),
    ...own.map((app) => section(4, `Take the migrations of ${app.name} back`, backByMigration(app))),
    ...databases.map((database) =>
      section(4, `Take the database ${database.name} back in time`, backInTime(database, blueprint)),
    ),
  );
}

function fixForward({ pipeline }: Blueprint): string {
  if (!pipeline) return "";
  const { on } = pipeline;
  const branch = on.push?.branches?.[0] ?? on.workflow?.branches?.[0];
  const tags = on.push?.tags ?? on.workflow?.tags;
  if (branch !== undefined) {
    return paragraphs(
      "Push a fix, or take the commit back:",
      codeBlock("bash", ["git revert COMMIT", `git push origin HEAD:${branch}`]),
    );
  }
  if (tags === undefined && on.release === undefined) return "";
  const tag = exampleTag(tags ?? on.release?.tags ?? []).replace("1.0.0", "1.0.1");
  const publish = tags ? `git tag ${tag} && git push origin ${tag}` : `gh release create ${tag} --generate-notes`;
  return paragraphs(
    "Take the commit back and release again:",
    codeBlock("bash", ["git revert COMMIT", "git push", publish]),
  );
}

/** An image is deployed again as it was; `--image-label` would build again (fly.io/docs/blueprints/rollback-guide). */
function backToRelease(app: AppBlueprint, blueprint: Blueprint): string {
  const { key, name, release } = app;
  const what = `--image registry.fly.io/${name}:TAG --skip-release-command`;
  const workflow = rollbackWorkflow(blueprint).map(({ path }) => [
    "# list the releases, then deploy one of them again",
    runWorkflow(blueprint, path, ` -f app=${key}`),
    runWorkflow(blueprint, path, ` -f app=${key} -f release=v42`),
    "",
    "# or by hand",
  ]);
  return paragraphs(
    codeBlock("bash", [...workflow.flat(), `flyctl releases -a ${name} --image`, deployByHand(app, what)]),
    `${code("TAG")} is the end of the image's name in that list.`,
    release === undefined
      ? ""
      : `${code(release)} is left out, because older migrations do not know a newer database. When the older code does not run with the newer tables, take the migrations back before.`,
  );
}

function backByMigration({ name, release, migrations }: AppBlueprint): string {
  if (release === undefined) return "";
  if (migrations?.down === undefined) {
    return `The config does not say how (${code("migrations.down")} of the app), so go back in time instead.`;
  }
  const run = (command: string) => `flyctl ssh console -a ${name} -C '${command.replaceAll("'", `'\\''`)}'`;
  return paragraphs(
    codeBlock("bash", [...(migrations.current === undefined ? [] : [run(migrations.current)]), run(migrations.down)]),
    ...(migrations.down.includes("<revision>")
      ? [
          `${code("<revision>")} is the newest revision in the code of the release to go back to: check out its tag or commit and look there. A release may hold several, so one step back is not always enough. Run it while the newer release is still deployed, which knows how to take its own migrations back.`,
        ]
      : []),
  );
}

function backInTime({ provider, name, organization, history }: DatabaseBlueprint, { neon }: Blueprint): string {
  if (provider === "docker")
    return codeBlock("bash", ["docker compose down --volumes", "docker compose up --detach --wait"]);
  if (provider === "fly") {
    return paragraphs(
      codeBlock("bash", [
        `flyctl mpg list --org ${organization}`,
        "flyctl mpg backup list CLUSTER_ID",
        "flyctl mpg restore CLUSTER_ID --backup-id BACKUP_ID",
      ]),
      `The first command shows the id of ${code(name)}. A restore makes a new cluster and leaves this one as it is; the apps move to it when their ${code("DATABASE_URL")} does.`,
    );
  }
  // With an organization neonctl answers a list, without one an object of two (neon 2.47, commands/projects.js).
  const inside = neon?.organization === undefined ? "" : ` --org-id ${neon.organization}`;
  const list = neon?.organization === undefined ? ".projects[]" : ".[]";
  return paragraphs(
    codeBlock("bash", [
      `project=$(neonctl projects list${inside} --output json | jq --raw-output '${list} | select(.name == "${name}").id')`,
      `neonctl branches restore main '^self@TIME' --preserve-under-name before-restore --project-id "$project"`,
    ]),
    `${code("TIME")} is such as ${code("2026-01-31T12:00:00Z")}. ${describeHistory(history, neon?.plan)} What was written since is kept on the branch ${code("before-restore")}; connection URLs stay the same.`,
  );
}

/** neon.com/docs/introduction/plans, restore window. */
function describeHistory(seconds: number | undefined, plan: "free" | "launch" | "scale" | undefined): string {
  if (seconds !== undefined) return `The database can go back ${seconds / 3600} hours.`;
  if (plan === "free") return "On the free plan the database can go back 6 hours, and 1 GB of changes.";
  return "How far back it can go is the plan's: 6 hours on the free one, a day by default on the others.";
}
