import type { Blueprint } from "../../components/blueprint.ts";
import { render } from "../../config/template.ts";
import { dotEnvPath } from "../dot-env.ts";
import { bullets, code, codeBlock, section, table } from "./markdown.ts";
import { showDatabase } from "./overview.ts";
import { valuesOfApp } from "./values.ts";

/** What a developer runs, where it answers, and what it talks to. */
export function localDevelopment(blueprint: Blueprint): string {
  const { stack, apps, sites, databases, buckets } = blueprint;
  const parts = [
    ...apps.map(({ key, local, url }) => ({ key, local, url })),
    ...sites.map(({ key, local, url }) => ({ key, local, url: render(url) })),
  ].flatMap(({ key, local, url }) => (local ? [{ key, local, url }] : []));
  const containers = databases.some(({ provider, ownership }) => provider === "docker" && ownership.in === "stack");
  const cloud = databases.length + buckets.length > 0 && !(containers && buckets.length === 0);
  const commands = [
    ...(cloud ? ["# what is in the cloud", `pulumi up --stack ${stack}`, ""] : []),
    ...(containers ? ["# databases in containers", "docker compose up --detach --wait", ""] : []),
    ...parts.flatMap(({ key, local }) => [`# ${key}${local.optional ? " (optional)" : ""}`, local.command, ""]),
  ];
  const rows = parts.map(({ key, local, url = "" }) => [
    ...[key, url, local.port === undefined ? "" : String(local.port)],
    local.optional ? "yes" : "no",
  ]);
  const uses = [
    ...databases.map((database) => `database ${showDatabase(database)}`),
    ...(buckets.length > 0 ? [`storage ${buckets.map(({ name }) => code(name)).join(", ")} (R2)`] : []),
    ...[...apps, ...sites].flatMap(({ key }) => {
      const path = dotEnvPath(key, blueprint);
      return path === undefined ? [] : [`values of ${key} in ${code(path)}`];
    }),
  ];
  return section(
    2,
    `Local development: ${stack}`,
    table(["part", "URL", "port", "optional"], rows),
    codeBlock("bash", commands.slice(0, -1)),
    bullets(uses),
    ...apps.map((app) => section(3, `Values of ${app.key} in ${stack}`, valuesOfApp(app, blueprint))),
  );
}
