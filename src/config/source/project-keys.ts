import { didYouMean } from "../../problem/did-you-mean.ts";
import type { Problem } from "../../problem/problem.ts";
import { isObject, type Raw } from "../merge.ts";
import { misplaced, notMap, stackKeys, unread } from "./misplaced.ts";

/**
 * What Pulumi and this program would leave out of Pulumi.yaml without a word. Others' keys are left alone.
 * @param systemKeys keys that the system may have
 */
export function checkProjectKeys(content: unknown, systemKeys: readonly string[]): Problem[] {
  if (!isObject(content)) return [notMap([], "a map with name, runtime and config")];
  const { name, config } = content;
  if (typeof name !== "string" || name === "") return [nameless(name)];
  const top = Object.keys(content).flatMap((key) => topKey(key, name, systemKeys));
  if (config === undefined || config === null) return top;
  if (!isObject(config)) return [...top, notMap(["config"], `a map such as { ${name}:system: { value: … } }`)];
  return [...top, ...Object.keys(config).flatMap((key) => configKey(key, config, name))];
}

function topKey(key: string, project: string, systemKeys: readonly string[]): Problem[] {
  if (key === "config") return [];
  if (key === "stackConfigDir") return [unread([key], "move the stacks' files beside Pulumi.yaml, and remove it")];
  const name = key.replace(`${project}:`, "");
  if (name === "system") return [unread([key], `write it under config, as ${project}:system`)];
  if (stackKeys.includes(name)) return [unread([key], inStackFile(project, name))];
  if (systemKeys.includes(key)) return [unread([key], `write it under config → ${project}:system → value`)];
  return didYouMean(key, ["config"]) ? [unread([key], 'did you mean "config"?')] : [];
}

function configKey(key: string, config: Raw, project: string): Problem[] {
  const path = ["config", key];
  const system = `${project}:system`;
  if (key === system || key === "system") {
    if (key === "system" && system in config) return [unread(path, `keep ${system} alone`)];
    return checkSystem(config[key], path);
  }
  const [namespace, name = ""] = key.includes(":") ? key.split(":") : [project, key];
  if (namespace !== project) {
    const isMeant = name === "system" && isObject(config[key]);
    return isMeant ? [unread(path, `did you mean "${system}"? The project is called "${project}"`)] : [];
  }
  if (stackKeys.includes(name)) return [unread(path, inStackFile(project, name))];
  const near = didYouMean(name, ["system"]);
  return [unread(path, near ? `did you mean "${system}"?` : `remove it; allowed here: ${system}`)];
}

/** Pulumi takes what stands beside `value` for the declaration of a setting, and refuses what it does not know. */
function checkSystem(entry: unknown, path: readonly string[]): Problem[] {
  if (entry === undefined || entry === null) return [];
  if (!isObject(entry) || !("value" in entry)) {
    return [
      misplaced("missing-value", path, {
        what: '"value" is missing: the system stands beside it, or is not there.',
        why: "Pulumi refuses a setting of the project without one.",
        fix: "write value: under it, and the system one level deeper",
      }),
    ];
  }
  const { value } = entry;
  const shape = "a map with apps, databases, buckets or sites";
  return [
    ...(value === null || isObject(value) ? [] : [notMap([...path, "value"], shape)]),
    ...Object.keys(entry)
      .filter((key) => key !== "value" && key !== "description")
      .map((key) => unread([...path, key], "move it below value, or remove it")),
  ];
}

function inStackFile(project: string, name: string): string {
  return `write it in a stack's file, under config → ${project}:${name}`;
}

function nameless(name: unknown): Problem {
  const isWritten = typeof name === "number" || typeof name === "boolean";
  const fix = isWritten ? `write it in quotes: "${name}"` : "write name: and the project's name, such as name: shop";
  return misplaced("missing-value", ["name"], { what: "The project's name is not text.", fix });
}
