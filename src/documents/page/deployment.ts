import type { AppBlueprint, Blueprint, SiteBlueprint } from "../../components/blueprint.ts";
import { uploadsBuild } from "../../components/site/upload.ts";
import { deployedApps } from "../deployed-apps.ts";
import { deployWorkflow } from "../workflows/deploy.ts";
import { hasReviewWorkflow } from "../workflows/review.ts";
import { movedSites } from "../workflows/site-job.ts";
import { scaleCommands } from "../workflows/steps.ts";
import { deployByHand, reviewDeployByHand } from "./fly-commands.ts";
import { bullets, code, codeBlock, paragraphs, section, steps, table } from "./markdown.ts";
import { showSiteUrl } from "./overview.ts";
import { reviewByHand, reviewLife, reviewSteps } from "./review.ts";
import { smokeUrls } from "./testing.ts";
import { describeTriggers, triggerCommands } from "./trigger.ts";

type Blueprints = ReadonlyMap<string, Blueprint>;

/** What deploys the environment, into what, in which order, and by which commands. */
export function deployment(blueprint: Blueprint, blueprints: Blueprints): string {
  const own = deployedApps(blueprint);
  const commands = triggerCommands(blueprint, blueprints);
  const deploy = (app: AppBlueprint) => (blueprint.template ? reviewDeployByHand(app, blueprint) : deployByHand(app));
  const byHand = [...reviewByHand(blueprint), ...own.flatMap((app) => [deploy(app), ...scaleCommands(app)])];
  return paragraphs(
    `**Trigger**: ${describeTriggers(blueprint).join(" or ")}.`,
    machines(own),
    coldStart(own),
    section(
      3,
      `Deployment of ${blueprint.stack}`,
      steps(deploymentSteps(blueprint, blueprints)),
      frontends(blueprint),
      commands.length > 0 ? paragraphs("To set it going:", codeBlock("bash", commands)) : "",
      reviewLife(blueprint),
      byHand.length > 0 ? paragraphs("By hand, from the repository's root:", codeBlock("bash", byHand)) : "",
    ),
  );
}

function machines(own: readonly AppBlueprint[]): string {
  const rows = own.flatMap((app) =>
    app.groups.map((group, index) => [
      app.groups.length === 1 ? code(app.name) : `${code(app.name)}, ${group.name}`,
      app.organization,
      code(app.config),
      `${group.machine.size}${group.machine.memory === undefined ? "" : `, ${group.machine.memory} MB`}`,
      Object.entries(group.regions)
        .map(([region, count]) => `${count} in ${region}`)
        .join("\n"),
      app.sleep === "off" || !group.serves ? "never" : `${app.sleep} when idle, ${app.minimum ?? 0} stay awake`,
      index === 0 ? showHealth(app) : "none",
    ]),
  );
  return table(["app", "Fly organization", "config file", "size", "machines", "sleep", "health check"], rows);
}

function showHealth({ health, port }: AppBlueprint): string {
  if (health === undefined) return "none";
  if (health.type === "tcp") return `connection to ${port}`;
  return code(health.type === "http" ? health.path : health.command);
}

/** fly.io/docs/launch/autostop-autostart: the proxy starts a stopped machine when a request needs one. */
function coldStart(own: readonly AppBlueprint[]): string {
  const sleeping = own.filter(({ sleep, minimum }) => sleep !== "off" && (minimum ?? 0) === 0);
  if (sleeping.length === 0) return "";
  return `The first request to ${sleeping.map(({ name }) => code(name)).join(", ")} after a sleep waits until a machine has started.`;
}

/** In Fly's order: the release command runs before any machine is touched (fly.io/docs/reference/configuration, deploy). */
function deploymentSteps(blueprint: Blueprint, blueprints: Blueprints): string[] {
  const { pipeline, template } = blueprint;
  const own = deployedApps(blueprint);
  const workflow = template ? hasReviewWorkflow(blueprint) : deployWorkflow(blueprint, blueprints).length > 0;
  if (!workflow) return [];
  const moved = movedSites(blueprint, blueprints);
  const urls = smokeUrls(blueprint);
  return [
    ...(template ? reviewSteps(blueprint) : []),
    ...(pipeline
      ? [`GitHub Actions runs ${code(pipeline.workflow)} in the GitHub environment ${code(pipeline.environment)}.`]
      : []),
    ...Object.entries(pipeline?.checks ?? {}).map(([job, command]) => `${job}: ${code(command)} must pass.`),
    ...own.map((app) => `The image of ${code(app.name)} is built with ${code(app.config)}.`),
    ...own.flatMap(({ name, release, releaseTimeout = "5m" }) =>
      release === undefined
        ? []
        : `${code(release)} runs on a machine of its own (${code("release_command")} of ${code(name)}, at most ${releaseTimeout}). When it fails, the deployment ends here and the old machines keep running.`,
    ),
    ...(own.length > 0 ? ["The machines are replaced one after the other, and their number by region is set."] : []),
    ...(urls.length > 0
      ? [
          `${urls.join(", ")} must answer. Otherwise ${template ? "" : "the release before is deployed again, and "}the workflow fails.`,
        ]
      : []),
    ...moved.map(
      ({ productionBranch, project }) =>
        `The branch ${code(productionBranch)} moves to the deployed commit, so that Cloudflare builds the Pages project ${code(project)}.`,
    ),
    ...own.flatMap(({ name, url }) => (url === undefined ? [] : [`${code(name)} answers at ${url}.`])),
  ];
}

function frontends({ sites }: Blueprint): string {
  return bullets(sites.filter(({ slot }) => slot !== undefined).map(showFrontend));
}

function showFrontend(site: SiteBlueprint): string {
  const { project, branch, slot, build, framework, connected } = site;
  const built = [
    ...(framework ? [`framework ${code(framework)}`] : []),
    ...(build.command ? [`build command ${code(build.command)}`] : []),
    ...(build.output ? [`output ${code(build.output)}`] : []),
    ...(build.root ? [`root ${code(build.root)}`] : []),
  ];
  const uploaded = uploadsBuild(site) ? "The deploy workflow uploads" : "Uploaded from";
  const who = connected ? "Cloudflare builds" : uploaded;
  const how = built.length > 0 ? ` (${built.join(", ")})` : "";
  return `frontend: ${who} the branch ${code(branch)}${how} into the ${slot} slot of the Pages project ${code(project)}: ${showSiteUrl(site)}`;
}
