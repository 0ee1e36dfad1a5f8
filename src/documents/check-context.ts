import type { AppBlueprint, Blueprint } from "../components/blueprint.ts";
import { Problem } from "../problem/problem.ts";
import { flyFolder } from "./fly-toml/fly-toml.ts";

/** A package manager that is told to work in one package of a workspace: npm, yarn, pnpm, turbo. */
const workspace = /\b(npm|npx|yarn|pnpm|bun|turbo)\b[^&|;]*\s(-w|--workspaces?|--filter|-F)(\s|=|$)/;

/**
 * A release command that names a package of a workspace needs the whole workspace in its image: the root of the repository
 * must be the build's context, and the image's folder.
 */
export function checkContext(app: AppBlueprint, { stack }: Blueprint): Problem[] {
  const { key, release } = app;
  if (release === undefined || flyFolder(app) === "." || !workspace.test(release)) return [];
  return [
    new Problem({
      code: "workspace-outside-context",
      where: { file: `Pulumi.${stack}.yaml`, path: ["apps", key, "release"] },
      what: `"${release}" works in a workspace of the repository, and the image of "${key}" is built from ${flyFolder(app)} alone.`,
      why: "Without a Dockerfile of its own an app is built in the folder of its fly.toml: the workspace's root is not in the image, and no release gets out.",
      fix: 'name its Dockerfile with "dockerfile", which makes the repository\'s root the context; or write the command without the workspace',
    }),
  ];
}
