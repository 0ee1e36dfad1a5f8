import type { Path } from "../../problem/path.ts";
import type { Problem } from "../../problem/problem.ts";
import { isObject } from "../merge.ts";
import { secretCommand } from "../secret-command.ts";
import { misplaced } from "./misplaced.ts";

/** Whose object it is. Without a stack, it is every stack's. */
export interface Owner {
  readonly project: string;
  readonly stack?: string;
}

/**
 * Encrypted values in what becomes names, files and plain variables: Pulumi would hand them to the program in clear.
 * @param inside the object that is searched: the system, or a stack's environment
 */
export function encryptedValues(inside: unknown, owner: Owner, path: Path): Problem[] {
  if (Array.isArray(inside)) return inside.flatMap((item, index) => encryptedValues(item, owner, [...path, index]));
  if (!isObject(inside)) return [];
  if (isEncrypted(inside)) return [secretInClearPlace(path, owner)];
  return Object.entries(inside).flatMap(([key, value]) => encryptedValues(value, owner, [...path, key]));
}

/** As the engine tells an encrypted value (sdk/go/common/resource/config/object.go, `isSecureValue`). */
export function isEncrypted(value: unknown): boolean {
  return isObject(value) && Object.keys(value).length === 1 && typeof value["secure"] === "string";
}

export function secretInClearPlace(path: Path, { project, stack = "<stack>" }: Owner): Problem {
  const last = String(path.findLast((part) => typeof part === "string"));
  const name = /^[A-Za-z_]\w*$/.test(last) ? last : "NAME";
  return misplaced("secret-in-plain-place", path, {
    what: "An encrypted value stands where values are handed on in clear.",
    why: `Only what is under ${project}:secrets of a stack's file stays a secret on its way.`,
    fix: `remove it here, set it under ${project}:secrets, and write \${secrets.${name}} where it is a value of \`secrets\``,
    commands: [secretCommand(project, stack, name)],
  });
}

/** What stands in clear at `path`, the `<project>:secrets` of a stack's file. */
export function clearSecrets(secrets: unknown, path: Path, project: string, stack: string): Problem[] {
  const clear = (place: Path, name: string, what: string, fix: string) =>
    misplaced("secret-in-clear", place, {
      what,
      why: "A stack's file is committed; Pulumi encrypts what it sets with --secret.",
      fix,
      commands: [secretCommand(project, stack, name)],
    });
  if (secrets === undefined || secrets === null) return [];
  if (!isObject(secrets) || isEncrypted(secrets)) {
    const what = isObject(secrets)
      ? "All secrets are encrypted as one value."
      : "This is not a map of encrypted values.";
    return [clear(path, "NAME", what, "remove it, and set each value under its own name")];
  }
  const rotate = "remove the line, and set a new value: whoever has read the file knows this one";
  return Object.entries(secrets).flatMap(([name, value]) => {
    if (isEncrypted(value)) return [];
    if (value === null) return [clear([...path, name], name, `"${name}" has no value.`, "remove the line, and set it")];
    return [clear([...path, name], name, `"${name}" stands here in clear.`, rotate)];
  });
}
