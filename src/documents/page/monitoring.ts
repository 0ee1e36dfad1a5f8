import type { Blueprint } from "../../config/blueprint.ts";
import { bullets, codeBlock, paragraphs } from "./markdown.ts";

/** Commands for logs and health of each app that the environment uses, its own and others', and the system's own lines. */
export function monitoring({ apps, monitoring: lines }: Blueprint): string {
  const commands = apps
    .filter(({ home }) => home.in !== "local")
    .flatMap(({ name, home }) => [
      `flyctl logs -a ${name}`,
      ...(home.in === "stack" ? [`flyctl status -a ${name}`, `flyctl checks list -a ${name}`] : []),
    ]);
  return paragraphs(bullets(lines), codeBlock("bash", commands));
}
