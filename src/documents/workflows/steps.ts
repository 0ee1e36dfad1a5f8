import { posix } from "node:path";
import { isPublic } from "../../components/app/exposure.ts";
import { isUnnamed } from "../../components/app/groups.ts";
import type { AppBlueprint, PipelineBlueprint } from "../../components/blueprint.ts";
import { flyFolder } from "../fly-toml/fly-toml.ts";
import { smokeUrlsOf } from "../smoke.ts";
import { pinnedActions, referenceTo } from "./pinned-actions.ts";
import { expression, type Step } from "./workflow.ts";

/** The repository at one commit. Its token stays out of the checkout, where every later command could read it. */
export function checkoutStep(commit?: string): Step {
  return {
    name: "Check out",
    uses: referenceTo(pinnedActions.checkout),
    with: { ...(commit && { ref: commit }), "persist-credentials": false },
  };
}

export const setupFlyctlStep: Step = { name: "Set up flyctl", uses: referenceTo(pinnedActions.setupFlyctl) };

/** Environment of the steps that call flyctl, and of no other. */
export interface FlyToken {
  readonly [name: string]: string;
  readonly FLY_API_TOKEN: string;
}

/** The deploy token of one app, under the one name that flyctl reads. */
export function flyToken(app: AppBlueprint, { tokens }: PipelineBlueprint): FlyToken {
  const secret = Object.keys(tokens).find((name) => tokens[name]?.app === app.key);
  if (secret === undefined) throw new Error(`The pipeline has no deploy token for the app "${app.key}".`);
  return { FLY_API_TOKEN: expression(`secrets.${secret}`) };
}

/**
 * `flyctl deploy` of one app, with its folder. `--ha=false`: flyctl would make two machines where one is declared.
 * `--no-public-ips`: the first deploy would give addresses to an app that declares none (flyctl
 * internal/command/deploy/deploy_first.go).
 * `what`: how it is built, or an image. Default: what fly.toml names.
 */
export function deployCommand(app: AppBlueprint, what?: string): Pick<Step, "working-directory" | "run"> {
  const folder = flyFolder(app);
  const config = posix.relative(folder, app.config);
  const addresses = isPublic(app) ? [] : ["--no-public-ips"];
  return {
    ...(folder !== "." && { "working-directory": folder }),
    run: `${["flyctl deploy", `-a ${app.name}`, `-c ${config}`, what, "--ha=false", ...addresses].filter(Boolean).join(" ")}\n`,
  };
}

/**
 * How many machines run where is not part of fly.toml: flyctl keeps the number that it finds (flyctl
 * internal/command/scale/count.go, `[group=]count`).
 */
export function scaleCommands({ name, groups }: Pick<AppBlueprint, "name" | "groups">): string[] {
  const regions = [...new Set(groups.flatMap((group) => Object.keys(group.regions)))];
  return regions.map((region) => {
    const counts = groups.flatMap((group) => {
      const count = group.regions[region];
      return count === undefined ? [] : isUnnamed(groups) ? [String(count)] : [`${group.name}=${count}`];
    });
    return `flyctl scale count ${counts.join(" ")} --region ${region} -a ${name} --yes`;
  });
}

/**
 * Deploys an image that was built before, without the release command: an older version's migrations do not know a newer
 * database, and would fail the way back.
 */
export function deployImageStep(name: string, image: string, app: AppBlueprint, token: FlyToken): Step {
  const command = deployCommand(app, '--image "$IMAGE" --skip-release-command');
  return { name, env: { ...token, IMAGE: image }, ...command };
}

/**
 * Asks for `health` and each smoke path until all have answered 2xx. None when there is nothing to ask, or no public
 * address to ask at. An app that sleeps gets more time: its first answer waits for a machine to start.
 */
export function healthSteps(app: AppBlueprint): Step[] {
  const urls = smokeUrlsOf(app);
  if (urls.length === 0) return [];
  const [wait, patience] = app.sleep === "off" ? [10, 120] : [30, 300];
  const script = [
    "while IFS= read -r url; do",
    '  echo "$url"',
    "  # A redirect is not an answer: Fly's own check does not follow one either.",
    "  curl --silent --show-error --fail --location --max-redirs 0 --output /dev/null \\",
    `    --max-time ${wait} --retry 100 --retry-delay 5 --retry-max-time ${patience} --retry-all-errors "$url" < /dev/null`,
    'done <<< "$URLS"',
  ];
  return [
    {
      name: "Check health",
      env: { URLS: urls.join("\n") },
      run: `${script.join("\n")}\n`,
    },
  ];
}

/** Lines of a script that make outputs of the step: of a variable of the same name, or `[output, variable]`. */
export function outputLines(...outputs: readonly (string | readonly [string, string])[]): string[] {
  const lines = outputs.map((one) => {
    const [output, variable] = typeof one === "string" ? [one, one] : one;
    return `echo "${output}=$${variable}"`;
  });
  return ["{", ...lines.map((line) => `  ${line}`), '} >> "$GITHUB_OUTPUT"'];
}

/** Lines for the run's page, in Markdown. */
export function summaryStep(name: string, lines: readonly string[]): Step {
  return {
    name,
    env: { SUMMARY: `${lines.join("\n")}\n` },
    run: 'printf \'%s\\n\' "$SUMMARY" >> "$GITHUB_STEP_SUMMARY"\n',
  };
}
