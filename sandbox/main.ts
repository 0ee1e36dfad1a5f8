import { runCommandLine } from "./command-line.ts";
import { ownTerminal } from "./terminal.ts";

// The reader of a pipe may stop reading: `npm run sandbox -- journal | head`.
process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));

process.exitCode = await runCommandLine(process.argv.slice(2), ownTerminal);
