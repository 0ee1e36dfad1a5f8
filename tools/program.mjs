import { join } from "node:path";
import { importBundled } from "./bundle.mjs";

const { default: declare } = await importBundled(join(import.meta.dirname, "..", "src", "index.ts"));
export default declare;
