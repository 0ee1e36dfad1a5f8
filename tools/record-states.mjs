// `npm run record-states` keeps what this release makes of every stack of the five products, for test/e2e/previous-state.test.ts:
// each goes up in a sandbox, and its files and its state go to test/fixtures/states/<commit>/<product>.
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { recordedStates } from "./recorded-state.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const commit = execFileSync("git", ["rev-parse", "--short=7", "HEAD"], { cwd: root, encoding: "utf8" }).trim();
const products = new Map([
  ["plyr", root],
  ...readdirSync(join(root, "systems")).map((name) => [name, join(root, "systems", name)]),
]);

for (const [product, source] of products) {
  const target = join(root, "test/fixtures/states", commit, product);
  mkdirSync(target, { recursive: true });
  const states = exportStates(source, stacksOf(source));
  for (const [stack, state] of Object.entries(states)) writeFileSync(join(target, `${stack}.json`), state);
  for (const file of projectFiles(source)) cpSync(join(source, file), join(target, file));
}

function exportStates(source, stacks) {
  const folder = mkdtempSync(join(tmpdir(), "record-states-"));
  const sandbox = (words, stdout) =>
    execFileSync(
      process.execPath,
      [join(root, "tools/start.mjs"), "sandbox", "--dir", folder, "--system", source, ...words],
      { cwd: root, encoding: "utf8", stdio: ["ignore", stdout, "inherit"], maxBuffer: 2 ** 28 },
    );
  try {
    // All first: a stack's own update may change what its owner keeps.
    for (const stack of stacks) sandbox(["up", "--yes", "--skip-preview", "--stack", stack], "inherit");
    const exported = stacks.map((stack) => [
      stack,
      sandbox(["stack", "export", "--show-secrets", "--stack", stack], "pipe"),
    ]);
    return recordedStates(Object.fromEntries(exported.map(([stack, text]) => [stack, JSON.parse(text)])));
  } finally {
    sandbox(["stop"], "inherit");
    rmSync(folder, { recursive: true, force: true });
  }
}

function projectFiles(source) {
  return readdirSync(source).filter((name) => /^Pulumi(\.[\w-]+)?\.yaml$/.test(name));
}

function stacksOf(source) {
  return projectFiles(source).flatMap((name) =>
    name === "Pulumi.yaml" ? [] : basename(name, ".yaml").slice("Pulumi.".length),
  );
}
