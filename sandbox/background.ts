import { parseArgs } from "node:util";
import { hostStubs } from "./plugins/host.ts";
import { stubsFile } from "./plugins.ts";

// The background process of one sandbox folder, which ends with its clouds: `background.ts --dir <folder> --code <fingerprint>`.

const { dir } = parseArgs({ strict: false, options: { dir: { type: "string" } } }).values;
if (typeof dir === "string") await hostStubs(stubsFile(dir));
await import("./clouds/daemon.ts");
