// The whole proof: `npm test`. Sets up what it needs on a fresh clone, runs every gate even when one fails, says how long
// each took, and ends with the plain line "N passed, N failed". Arguments name gates to run, such as `npm test -- unit`; `whole` runs the
// end-to-end cases that are left out otherwise.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { requireCurrentNode } from "./current-node.mjs";
import { installDependencies } from "./install-dependencies.mjs";
import { Turns } from "./turns.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const results = mkdtempSync(join(tmpdir(), "parity-tests-"));
const bin = (name) => join(root, "node_modules", ".bin", name);
const start = join("tools", "start.mjs");
// By its path: npm links either of the two compilers as `tsc`. One thread asks for half the time on a processor that four do.
const tsc = [process.execPath, join(root, "node_modules", "typescript7", "bin", "tsc"), "--singleThreaded"];

/**
 * Two rows of gates, which run side by side: within a row each waits for the one before it, sooner told first. A gate that
 * writes test results is counted test by test.
 */
const rows = [
  [
    { name: "format and lint", command: [bin("biome"), "ci", "."] },
    {
      name: "import directions",
      command: [bin("depcruise"), "src", "sandbox", "bench", "proof", "--config", ".dependency-cruiser.cjs"],
    },
    { name: "types", command: [...tsc, "-p", "."] },
    { name: "types of the page", command: [...tsc, "-p", join("sandbox", "page", "client")] },
    // Many of them wait for emulated clouds, so that more run at once than processors are left.
    { name: "unit", command: [...vitest("unit"), "--maxWorkers=3"], results: "unit.json" },
  ],
  [
    { name: "build", command: [process.execPath, join("tools", "build.mjs")] },
    { name: "schemas are fresh", command: [process.execPath, start, "cli", "schema", "--check"] },
    { name: "engine", command: [process.execPath, start, "sandbox", "engine"] },
    // One fills a processor with an engine, its plugins and a program, and waits now and then.
    { name: "e2e", command: [...vitest("e2e"), "--maxWorkers=4"], results: "e2e.json" },
  ],
];

function vitest(project) {
  const output = join(results, `${project}.json`);
  return [
    bin("vitest"),
    "run",
    "--project",
    project,
    "--reporter=default",
    "--reporter=json",
    // What comes through a pipe is shown on a terminal where there is one.
    ...(process.stdout.isTTY ? ["--color"] : []),
    `--outputFile.json=${output}`,
  ];
}

function run(command, say) {
  return new Promise((resolve) => {
    const child = spawn(command[0], command.slice(1), {
      cwd: root,
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", say);
    child.on("close", (code) => resolve(code === 0));
    child.on("error", (error) => {
      say(`${error.message}\n`);
      resolve(false);
    });
  });
}

/** A gate without test results counts as one; one whose results are missing has failed before it could count. */
function count(gate, passed) {
  if (!gate.results) return { passed: passed ? 1 : 0, failed: passed ? 0 : 1, skipped: 0 };
  try {
    const report = JSON.parse(readFileSync(join(results, gate.results), "utf8"));
    const failed = report.numFailedTests + report.testResults.filter(brokenFile).length;
    return {
      passed: report.numPassedTests,
      failed: failed === 0 && !passed ? 1 : failed,
      skipped: report.numPendingTests,
    };
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

function brokenFile(file) {
  return file.status === "failed" && file.assertionResults.every(({ status }) => status !== "failed");
}

try {
  await requireCurrentNode();
  await installDependencies();
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
// `npm test -- whole`: every gate, with the end-to-end cases that a run leaves out to stay short.
const isWhole = process.argv.includes("whole");
if (isWhole) process.env.PARITY_TESTS = "whole";
const named = process.argv.slice(2).filter((name) => name !== "whole");
const chosen = rows.map((row) => row.filter(({ name }) => named.length === 0 || named.includes(name)));
// Most processes of a run live for a second: with room for what they make in it, they collect garbage once and not ten times.
process.env.NODE_OPTIONS = [process.env.NODE_OPTIONS, "--max-semi-space-size=32"].filter(Boolean).join(" ");
process.env.GOGC ??= "400";
const turns = new Turns(
  chosen.flat().map(({ name }) => name),
  (text) => process.stdout.write(text),
);
const total = { passed: 0, failed: 0, skipped: 0 };
const red = [];
const times = new Map();

async function pass(gate) {
  const started = Date.now();
  turns.say(gate.name, `\n── ${gate.name} ──\n`);
  const passed = await run(gate.command, (text) => turns.say(gate.name, text));
  times.set(gate.name, Math.round((Date.now() - started) / 1000));
  turns.end(gate.name);
  const counted = count(gate, passed);
  for (const key of Object.keys(total)) total[key] += counted[key];
  if (counted.failed > 0) red.push(gate.name);
}

await Promise.all(
  chosen.map(async (row) => {
    for (const gate of row) await pass(gate);
  }),
);
rmSync(results, { recursive: true, force: true });
const seconds = chosen.flat().map(({ name }) => `${name} ${times.get(name)} s`);
console.log(`\n${seconds.join(", ")}; together ${Math.round(performance.now() / 1000)} s`);
if (red.length > 0) console.log(`failed: ${red.join(", ")}`);
const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : "";
console.log(`\n${total.passed} passed, ${total.failed} failed${skipped}`);
process.exitCode = total.failed > 0 ? 1 : 0;
