import { type Document, isMap } from "yaml";

/** Path of the environment in a stack's file, where a map is by now that something can be set into. */
export function openEnvironment(document: Document.Parsed, project: string): string[] {
  const environment = ["config", `${project}:environment`];
  // A key that nothing is written behind is a scalar, into which nothing can be set.
  for (const path of [environment.slice(0, 1), environment]) {
    if (!isMap(document.getIn(path))) document.setIn(path, document.createNode({}));
  }
  return environment;
}
