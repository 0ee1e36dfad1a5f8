import { declareClasses } from "../plugin/class-types.ts";
import { describePackage } from "../plugin/package-schema.ts";
import { shapeOf } from "../plugin/resource-shape.ts";
import { definitions } from "./definitions.ts";
import { pluginOptions } from "./options.ts";

/** Types of what `import … from "@env-parity/parity/resources"` gives, which are the classes of `resources.ts`. */
export function classTypes(): string {
  return declareClasses(describePackage(pluginOptions));
}

/** What those classes are made of. */
export function classShapes(): string {
  const shapes = definitions.map((definition) => [definition.token, shapeOf(definition)] as const);
  return `${JSON.stringify(Object.fromEntries(shapes), null, 2)}\n`;
}
