import type { Blueprint } from "../../components/blueprint.ts";
import { reviewEnvironment } from "../workflows/review.ts";
import { bullets, code, codeBlock, paragraphs } from "./markdown.ts";
import { BRANCH, NUMBER } from "./review-names.ts";

/** What comes before the deployment of a pull request. */
export function reviewSteps(blueprint: Blueprint): string[] {
  const workflow = code(blueprint.template?.workflow ?? "");
  return [
    `GitHub Actions runs ${workflow} of the default branch in the GitHub environment ${code(reviewEnvironment(blueprint))}; not for a fork's or Dependabot's pull request.`,
    `${code(`parity review up ${NUMBER}`)} makes what the pull request has of its own, and a comment there shows it.`,
  ];
}

/** How long an environment of a pull request is there. */
export function reviewLife({ template }: Blueprint): string {
  if (!template) return "";
  const { limit, days, keep } = template;
  return bullets([
    "When the pull request is closed, all that it has of its own goes.",
    `One whose last up is ${days} days old goes, too, unless its pull request has the label ${code(keep)}. The next push makes it again.`,
    `At most ${limit} are there at once.`,
  ]);
}

export function reviewByHand({ template }: Blueprint): string[] {
  return template ? [`parity review up ${NUMBER} --branch ${BRANCH}`] : [];
}

/** Nothing in it is worth a way back. */
export function reviewAnew(): string {
  return paragraphs(
    "Push a fix. What the pull request has of its own is made anew by:",
    codeBlock("bash", [`parity review down ${NUMBER}`, `parity review up ${NUMBER} --branch ${BRANCH}`]),
  );
}
