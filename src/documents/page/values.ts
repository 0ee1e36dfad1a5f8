import type { AppBlueprint, Blueprint, SiteBlueprint } from "../../components/blueprint.ts";
import { secretCommand } from "../../config/secret-command.ts";
import type { Templates } from "../../config/template.ts";
import { isSecret, known, render, type Template } from "../../config/template.ts";
import { describeSources } from "../value-source.ts";
import { code, codeBlock, paragraphs, table } from "./markdown.ts";

/** Secrets, plain variables and build arguments of an app by name, with their values where they are known. */
export function valuesOfApp({ ownership, secrets, variables, buildArgs }: AppBlueprint, blueprint: Blueprint): string {
  return paragraphs(
    valueTable("secret", secrets, blueprint),
    valueTable("variable", variables, blueprint),
    valueTable("build argument", buildArgs, blueprint),
    Object.keys(buildArgs).length > 0 && ownership.in === "stack"
      ? "Build arguments are part of the image, so an image of one environment serves no other: promoting builds again."
      : "",
  );
}

/** How a site is built, and what its slot's build gets. */
export function valuesOfSite({ slot, variables, secrets }: SiteBlueprint, blueprint: Blueprint): string {
  return paragraphs(
    valueTable(`variable of the ${slot} slot`, variables, blueprint),
    valueTable(`secret of the ${slot} slot`, secrets, blueprint),
  );
}

export function valueTable(kind: string, texts: Templates, blueprint: Blueprint): string {
  const rows = Object.entries(texts).map(([name, text]) => [code(name), showText(text, blueprint)]);
  return table([kind, "value or where it comes from"], rows);
}

/** Commands that give the stack what only a person has. They ask for the value, so it stays out of the shell's history. */
export function personalSecrets({ project, stack, secrets }: Blueprint): string {
  if (secrets.length === 0) return "";
  const commands = secrets.map((name) => secretCommand(project, stack, name));
  return paragraphs("Values that only a person has are given to the stack once:", codeBlock("bash", commands));
}

/** Known text as it is. What is late is named by its source and, beside known pieces, stands as `${…}`. */
function showText(text: Template, blueprint: Blueprint): string {
  const whole = known(text);
  if (whole !== undefined) return whole === "" ? "(empty)" : code(whole);
  const sources = describeSources(text, blueprint).join("; ");
  const mixed = text.parts.length > 1 && !isSecret(text);
  return mixed ? `${code(render(text))}: ${sources}` : sources;
}
