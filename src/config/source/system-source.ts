import { join } from "node:path";
import type { z } from "zod";
import { at } from "../merge.ts";
import { ConfigFile } from "./config-file.ts";
import { ConfigObject } from "./config-object.ts";
import { checkProjectKeys } from "./project-keys.ts";

/** What Pulumi.yaml says for all stacks. */
export class SystemSource {
  /** The project's name; empty when Pulumi.yaml does not say it. */
  readonly project: string;
  readonly system: ConfigObject;
  /** What a system may hold. */
  readonly schema: z.ZodObject;

  constructor(folder: string, schema: z.ZodObject) {
    this.schema = schema;
    const file = new ConfigFile(join(folder, "Pulumi.yaml"));
    const name = at(file.content, ["name"]);
    this.project = typeof name === "string" ? name : "";
    const key =
      at(file.content, ["config", `${this.project}:system`]) === undefined ? "system" : `${this.project}:system`;
    this.system = new ConfigObject({
      file,
      path: ["config", key, "value"],
      owner: { project: this.project },
      schemas: [schema],
      around: file.problems.length > 0 ? [] : checkProjectKeys(file.content, Object.keys(schema.shape)),
    });
  }
}
