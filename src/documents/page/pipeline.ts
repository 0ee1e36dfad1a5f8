import type { Blueprint } from "../../components/blueprint.ts";
import { code, section, table } from "./markdown.ts";
import { valueTable } from "./values.ts";

/** The GitHub environment: who may deploy, and what a deployment gets. */
export function pipelineSection(blueprint: Blueprint): string {
  const { pipeline, apps, stack } = blueprint;
  if (!pipeline) return "";
  const { environment, branches, tags, reviewers, wait, tokens, secrets, variables } = pipeline;
  const refs = [...branches.map((name) => `branch ${code(name)}`), ...tags.map((name) => `tag ${code(name)}`)];
  const people = [
    ...(reviewers?.users ?? []).map((id) => `user ${id}`),
    ...(reviewers?.teams ?? []).map((id) => `team ${id}`),
  ];
  const self = reviewers?.preventSelfReview ? ", not of their own deployment" : "";
  const approval = people.length > 0 ? `one of ${people.join(", ")}${self}` : "none";
  const gate = [code(environment), refs.join("\n") || "every ref", approval, wait === 0 ? "none" : `${wait} minutes`];
  const tokenRows = Object.entries(tokens).map(([name, { app }]) => [
    code(name),
    `Fly token that may deploy ${code(apps.find(({ key }) => key === app)?.name ?? app)} and nothing else`,
  ]);
  return section(
    3,
    `GitHub environment of ${stack}`,
    table(["name", "may deploy", "approval", "wait"], [gate]),
    table(["token", "what it is"], tokenRows),
    valueTable("secret", secrets, blueprint),
    valueTable("variable", variables, blueprint),
  );
}
