import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { repository } from "../../sandbox/folder.ts";

/** The shape of a line that a message prints: its text, with `…` for what is filled in. test/lines holds each against `src`. */
export function shape(text: TemplateStringsArray): string {
  return text.join("");
}

/** The line of this shape that a message tells a person to run, as it stands there. Fails when there is none. */
export function printedLine(message: string, lineShape: string): string {
  const parts = lineShape.split("…").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const found = new RegExp(`[Rr]un: (${parts.join("(?:'[^']*'|[^\\s']+)")})$`, "m").exec(message);
  if (!found?.[1]) throw new Error(`No line like "${lineShape}" is printed in:\n${message}`);
  return found[1];
}

const neonctl = join(dirname(createRequire(import.meta.url).resolve("neonctl/package.json")), "bin/cli.js");

/**
 * Runs the line of a shape that a message tells a person to run, as it stands there, in a shell in the folder `cwd`. `parity` is the
 * repository's own command line. Answers what it said, and fails unless it went well.
 */
export function typeLine(
  message: string,
  lineShape: string,
  { cwd, env = {} }: { readonly cwd: string; readonly env?: Readonly<Record<string, string>> },
): Promise<string> {
  const programs = mkdtempSync(join(tmpdir(), "parity-programs-"));
  placePrograms(programs, startOf("sandbox"), startOf("cli"));
  const path = [programs, process.env["PATH"]].join(delimiter);
  return new Promise((resolve, reject) => {
    const child = spawn("sh", ["-c", printedLine(message, lineShape)], {
      cwd,
      env: { ...process.env, ...env, PATH: path },
    });
    let said = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (said += chunk.toString()));
    child.on("close", (code) => (code === 0 ? resolve(said) : reject(new Error(`It ended with ${code}:\n${said}`))));
  });
}

/**
 * Puts the programs that lines name into a folder, as shell scripts. `sandbox` and `parity` are how these are started. The engine and
 * parity ask whether they may, and the person says yes; gh is no dependency, so its `api -X DELETE` is the request that it is documented to make.
 */
export function placePrograms(
  folder: string,
  sandbox: readonly string[],
  parity: readonly string[] = [...sandbox, "parity"],
): void {
  const start = (words: readonly string[]) => words.map((word) => `'${word}'`).join(" ");
  const node = `'${process.execPath}'`;
  const scripts = {
    pulumi: `case "$1 $2" in up\\ *|destroy\\ *|refresh\\ *|cancel\\ *|"state delete") set -- "$@" --yes ;; esac
exec ${start(sandbox)} "$@"`,
    npx: `program="$1"; shift; exec "${folder}/$program" "$@"`,
    parity: `case "$1" in up) set -- "$@" --yes ;; esac
exec ${start(parity)} "$@"`,
    neon: `exec ${node} '${neonctl}' "$@" --no-analytics --config-dir '${folder}'`,
    gh: `exec ${node} --input-type=module --eval '
const [, , , path] = process.argv.slice(1);
const headers = { authorization: "Bearer " + process.env.GITHUB_TOKEN };
const answer = await fetch(process.env.GITHUB_BASE_URL + "api/v3/" + path, { method: "DELETE", headers });
process.exitCode = answer.ok ? 0 : 1;
' -- "$@"`,
  };
  mkdirSync(folder, { recursive: true });
  for (const [name, script] of Object.entries(scripts)) {
    // What a script starts must not find the scripts: the sandbox looks for an engine called pulumi.
    const head = `#!/bin/sh\nPATH="\${PATH#'${folder}${delimiter}'}"\nexport PATH\n`;
    writeFileSync(join(folder, name), `${head}${script}\n`, { mode: 0o755 });
  }
}

/** The repository's own start of a built entry, such as `sandbox`. */
export function startOf(entry: string): readonly string[] {
  return [process.execPath, join(repository, "bin/start.mjs"), entry];
}
