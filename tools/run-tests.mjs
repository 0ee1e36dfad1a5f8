// The whole proof: `npm test`. Sets up what it needs on a fresh clone, runs every gate even when one fails, and ends
// with the plain line "N passed, N failed". Arguments name gates to run, such as `npm test -- unit`.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { requireCurrentNode } from "./current-node.mjs";
import { installDependencies } from "./install-dependencies.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const results = mkdtempSync(join(tmpdir(), "parity-tests-"));
const bin = (name) => join(root, "node_modules", ".bin", name);
const start = join("tools", "start.mjs");

/** Gates in the order of how soon they tell: a gate that writes test results is counted test by test. */
const gates = [
  { name: "format and lint", command: [bin("biome"), "ci", "."] },
  {
    name: "import directions",
    command: [bin("depcruise"), "src", "sandbox", "bench", "proof", "--config", ".dependency-cruiser.cjs"],
  },
  { name: "types", command: [bin("tsc"), "-p", "."] },
  { name: "build", command: [process.execPath, join("tools", "build.mjs")] },
  { name: "schemas are fresh", command: [process.execPath, start, "cli", "schema", "--check"] },
  // Many of them wait for emulated clouds, so that more run at once than there are processors.
  { name: "unit", command: [...vitest("unit"), "--maxWorkers=4"], results: "unit.json" },
  { name: "engine", command: [process.execPath, start, "sandbox", "engine"], quiet: true },
  { name: "e2e", command: vitest("e2e"), results: "e2e.json" },
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
    `--outputFile.json=${output}`,
  ];
}

function run(command) {
  return new Promise((resolve) => {
    const child = spawn(command[0], command.slice(1), { cwd: root, stdio: "inherit" });
    child.on("exit", (code) => resolve(code === 0));
    child.on("error", () => resolve(false));
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
const wanted = process.argv.slice(2);
const total = { passed: 0, failed: 0, skipped: 0 };
const red = [];
for (const gate of gates) {
  if (wanted.length > 0 && !wanted.includes(gate.name)) continue;
  console.log(`\n── ${gate.name} ──`);
  const passed = await run(gate.command);
  const counted = count(gate, passed);
  for (const key of Object.keys(total)) total[key] += counted[key];
  if (counted.failed > 0) red.push(gate.name);
}
rmSync(results, { recursive: true, force: true });
if (red.length > 0) console.log(`\nfailed: ${red.join(", ")}`);
const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : "";
console.log(`\n${total.passed} passed, ${total.failed} failed${skipped}`);
process.exitCode = total.failed > 0 ? 1 : 0;
