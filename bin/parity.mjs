#!/usr/bin/env node
import { importBuilt, refusal } from "./built.mjs";

// `parity …`: the command line, or with `sandbox` as its first word the sandbox, which the command line does not know.

const reason = refusal();
if (reason) {
  process.stderr.write(`${reason}\n`);
  process.exitCode = 1;
} else if (process.argv[2] === "sandbox") {
  process.argv.splice(2, 1);
  await importBuilt("sandbox");
} else {
  await importBuilt("cli");
  if (["--help", "-h", "help"].includes(process.argv[2]) && process.argv.length === 3) {
    process.stdout.write("\nsandbox <command> …  every environment on this machine, without an account\n");
  }
}
