/** What `import … from "@env-parity/parity"` gives; its types are types/index.d.ts. */
export { ProgramEnvironment as Environment } from "./typescript/environment.ts";
