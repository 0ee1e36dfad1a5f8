#!/usr/bin/env node
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

// `npm create @env-parity shop` is `parity init shop`: the words behind it, the questions and the exit code are its own.

const parity = dirname(createRequire(import.meta.url).resolve("@env-parity/parity/package.json"));
const words = [join(parity, "bin", "parity.mjs"), "init", ...process.argv.slice(2)];
process.exitCode = spawnSync(process.execPath, words, { stdio: "inherit" }).status ?? 1;
