import { at, isObject } from "../merge.ts";
import { environmentSchema } from "../schema/environment.ts";
import { ConfigFile } from "./config-file.ts";
import { ConfigObject } from "./config-object.ts";
import { hasFile, stackFile } from "./files.ts";
import { clearSecrets } from "./secret-places.ts";
import { checkSize } from "./size.ts";
import { checkStackKeys } from "./stack-keys.ts";
import type { SystemSource } from "./system-source.ts";

/** One stack, as its `Pulumi.<stack>.yaml` says it. */
export class StackSource {
  readonly stack: string;
  readonly environment: ConfigObject;
  /** `<project>:secrets`, encrypted. */
  readonly secrets: unknown;

  /** @param folder with Pulumi.yaml; a stack may be without a file of its own */
  constructor(folder: string, stack: string, { project, system, schema }: SystemSource) {
    this.stack = stack;
    const path = stackFile(folder, stack);
    const file = hasFile(path) ? new ConfigFile(path) : ConfigFile.missing(path);
    const config = at(file.content, ["config"]);
    const key = `${project}:secrets`;
    this.secrets = at(config, [key]);
    const around =
      project === "" || file.problems.length > 0
        ? []
        : [
            ...checkStackKeys(file.content, project, Object.keys(schema.shape)),
            ...clearSecrets(this.secrets, ["config", key], project, stack),
            ...checkSize({ ...settingsOf(system.file), ...(isObject(config) && config) }),
          ];
    this.environment = new ConfigObject({
      file,
      path: ["config", `${project}:environment`],
      owner: { project, stack },
      schemas: [environmentSchema, schema],
      around,
    });
  }
}

/** Settings of all stacks, by their keys. */
function settingsOf({ content }: ConfigFile): { readonly [key: string]: unknown } {
  const config = at(content, ["config"]);
  const entries = isObject(config) ? Object.entries(config) : [];
  return Object.fromEntries(entries.map(([key, entry]) => [key, at(entry, ["value"]) ?? entry]));
}
