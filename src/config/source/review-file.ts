import { parseDocument, Scalar } from "yaml";
import type { PullConfig } from "../schema/review.ts";
import { openEnvironment } from "./environment-map.ts";

const head = " Made from Pulumi.review.yaml by parity review up, for one pull request. It is not committed.\n";

/**
 * The text of a review environment's stack file: the template's, encrypted values and their salt with it, and the pull
 * request that it is of.
 * @param text of the template, which is read without a problem
 */
export function reviewFile(text: string, project: string, pull: PullConfig): string {
  const document = parseDocument(text);
  document.commentBefore = head.trimEnd();
  const words = Object.entries(pull).map(([key, value]) => [key, quoted(String(value))]);
  document.setIn([...openEnvironment(document, project), "pull"], document.createNode(Object.fromEntries(words)));
  return document.toString({ lineWidth: 0 });
}

/** A branch may be called `true`, and an instant is a time to some readers: the engine would write it back as another text. */
function quoted(text: string): Scalar {
  const scalar = new Scalar(text);
  scalar.type = "QUOTE_DOUBLE";
  return scalar;
}
