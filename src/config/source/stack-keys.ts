import { didYouMean } from "../../problem/did-you-mean.ts";
import type { Problem } from "../../problem/problem.ts";
import { isObject, type Raw } from "../merge.ts";
import { environmentSchema } from "../schema/environment.ts";
import { misplaced, notMap, stackKeys, unread } from "./misplaced.ts";

/** What Pulumi reads at the top of a stack's file (sdk/go/common/workspace/project.go, `ProjectStack`). */
const topKeys = ["config", "environment", "secretsprovider", "encryptedkey", "encryptionsalt"];

/**
 * What Pulumi and this program would leave out of a stack's file without a word. Settings of other namespaces are left alone.
 * @param systemKeys keys that the system may have, and so an environment's overrides
 */
export function checkStackKeys(content: unknown, project: string, systemKeys: readonly string[]): Problem[] {
  if (content === undefined || content === null) return [];
  if (!isObject(content)) return [notMap([], `a map with config → ${project}:environment`)];
  const allowed = [...Object.keys(environmentSchema.shape), ...systemKeys];
  const top = Object.keys(content).flatMap((key) => topKey(key, content, project, allowed));
  const config = content["config"] ?? {};
  if (!isObject(config)) return [...top, notMap(["config"], `a map such as { ${project}:environment: { … } }`)];
  const keys = Object.keys(config).flatMap((key) => configKey(key, config, project, allowed));
  return [...top, ...keys, ...checkEnvironment(config[`${project}:environment`], project, allowed)];
}

function topKey(key: string, content: Raw, project: string, allowed: readonly string[]): Problem[] {
  // Pulumi ESC's environments: a list of names, or a map of imports and values.
  const esc = content["environment"];
  const isEsc =
    Array.isArray(esc) || (isObject(esc) && Object.keys(esc).every((part) => /^(imports|values)$/.test(part)));
  if (topKeys.includes(key) && (key !== "environment" || isEsc)) return [];
  const name = key.replace(`${project}:`, "");
  if (stackKeys.includes(name)) return [unread([key], `write it under config, as ${project}:${name}`)];
  if (allowed.includes(name)) return [unread([key], `write it under config → ${project}:environment`)];
  const near = didYouMean(key, topKeys) ?? (key.includes(":") ? `config → ${key}` : undefined);
  return [unread([key], near ? `did you mean "${near}"?` : `remove it; allowed here: ${topKeys.join(", ")}`)];
}

function configKey(key: string, config: Raw, project: string, allowed: readonly string[]): Problem[] {
  const path = ["config", key];
  const [namespace = "", name = "", last = name] = key.includes(":") ? key.split(":") : [project, key];
  if (stackKeys.some((one) => key === `${project}:${one}`)) return [];
  if (namespace !== project) {
    const near = isObject(config[key]) ? didYouMean(name, stackKeys) : undefined;
    const isOurs = near !== undefined && (near === name || didYouMean(namespace, [project]) !== undefined);
    return isOurs ? [unread(path, `did you mean "${project}:${near}"? The project is called "${project}"`)] : [];
  }
  const here = `${project}:environment`;
  if (name === "system") return [unread(path, `write what differs here under ${here}, and the system in Pulumi.yaml`)];
  // `<project>:config:<key>` is an old way to write `<project>:<key>`, which the engine still reads.
  const near = didYouMean(last, stackKeys);
  if (near !== undefined) return [unread(path, `did you mean "${project}:${near}"?`)];
  if (allowed.includes(name)) return [unread(path, `write it under ${here}`)];
  return [unread(path, `remove it; allowed here: ${stackKeys.map((one) => `${project}:${one}`).join(", ")}`)];
}

/** A stack's `<project>:environment`: the settings of an environment beside overrides of the system. */
function checkEnvironment(environment: unknown, project: string, allowed: readonly string[]): Problem[] {
  const path = ["config", `${project}:environment`];
  if (environment === undefined || environment === null) return [];
  if (!isObject(environment)) return [notMap(path, "a map such as { alias: stg }, or {} where nothing differs")];
  return Object.keys(environment)
    .filter((key) => !allowed.includes(key) && key !== "__proto__" && key !== "secure")
    .map((key) => {
      const near = didYouMean(key, allowed);
      const fix = near ? `did you mean "${near}"?` : `remove it; allowed here: ${allowed.join(", ")}`;
      return misplaced("unknown-key", [...path, key], { what: `"${key}" is not known here.`, fix });
    });
}
