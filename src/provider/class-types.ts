import { declareClasses } from "../plugin/class-types.ts";
import { describePackage } from "../plugin/package-schema.ts";
import { pluginOptions } from "./options.ts";

/** Types of what `import … from "@env-parity/parity/resources"` gives, which are the classes of `resources.ts`. */
export function classTypes(): string {
  return declareClasses(describePackage(pluginOptions));
}
