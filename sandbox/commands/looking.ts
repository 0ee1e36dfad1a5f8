import { type Command, InvalidArgumentError } from "commander";
import { Journal, type JournalEntry } from "../clouds/core/journal.ts";
import { type CloudName, cloudFiles, cloudNames, readJsonFile } from "../clouds/daemon-files.ts";
import type { Sandbox } from "../sandbox.ts";
import { readStatus, renderStatus } from "../status.ts";
import { renderTree } from "../tree.ts";
import { parseCount } from "./words.ts";

/** `status`, `show` and `journal`: what there is, without starting anything. */
export function addLooking(program: Command, sandbox: Sandbox): void {
  const { folder, print } = sandbox;
  const files = cloudFiles(folder.root);
  program
    .command("status")
    .option("--json")
    .action(async ({ json }: { json?: boolean }) => {
      const status = await readStatus(folder, sandbox.source, sandbox.env);
      print(json ? `${JSON.stringify(status, null, 2)}\n` : renderStatus(status));
    });
  program
    .command("show")
    .argument("[cloud]", cloudNames.join(", "), parseCloud)
    .option("--json")
    .action((cloud: CloudName | undefined, { json }: { json?: boolean }) => {
      const stateOf = (name: CloudName) => readJsonFile<{ state: unknown }>(files.state(name))?.state ?? {};
      const chosen = cloud ? [cloud] : cloudNames;
      const states = Object.fromEntries(chosen.map((name) => [name, stateOf(name)]));
      if (json) print(`${JSON.stringify(cloud ? states[cloud] : states, null, 2)}\n`);
      else
        for (const name of chosen) print(`${[name, ...renderTree(states[name], cloud !== undefined, 1)].join("\n")}\n`);
    });
  program
    .command("journal")
    .option("--last <n>", "only the last ones", parseCount)
    .option("--json")
    .action(({ last, json }: { last?: number; json?: boolean }) => {
      const entries = new Journal(files.journal).read().slice(last ? -last : 0);
      print(json ? `${JSON.stringify(entries, null, 2)}\n` : entries.map(renderEntry).join(""));
    });
}

function renderEntry({ n, operation, cloud, method, path, status, fault, limit }: JournalEntry): string {
  const name = operation === "unserved" ? `${cloud}: not served` : operation;
  return `${String(n).padStart(5)}  ${status || "---"}  ${name}  ${method} ${path}${fault ? `  (fault: ${fault})` : ""}${limit ? `  (limit: ${limit})` : ""}\n`;
}

function parseCloud(word: string): CloudName {
  const found = cloudNames.find((name) => name === word);
  if (!found) throw new InvalidArgumentError(`The clouds are ${cloudNames.join(", ")}.`);
  return found;
}
