import type { Blueprint } from "../../components/blueprint.ts";
import { bullets, codeBlock, paragraphs } from "./markdown.ts";

/** Commands for logs and health of each app that the environment uses, its own and others', and the system's own lines. */
export function monitoring({ apps, monitoring: lines }: Blueprint): string {
  const commands = apps
    .filter(({ ownership }) => ownership.in !== "local")
    .flatMap(({ name, ownership }) => [
      `flyctl logs -a ${name}`,
      ...(ownership.in === "stack" ? [`flyctl status -a ${name}`, `flyctl checks list -a ${name}`] : []),
    ]);
  return paragraphs(bullets(lines), codeBlock("bash", commands));
}
