import { existsSync } from "node:fs";
import { join } from "node:path";
import { repository } from "./folder.ts";

/** What a person types to start the sandbox: npm's script in a checkout, the package's own program where it is installed. */
export const typed = existsSync(join(repository, "sandbox", "main.ts")) ? "npm run sandbox --" : "npx parity sandbox";
