import type { Command } from "commander";
import { faultKinds } from "../clouds/fault-order.ts";
import { connectClouds, type Sandbox } from "../sandbox.ts";
import { parseClear } from "./words.ts";

/** `operations`, `fault` and `faults`: what the clouds serve, and how often they fail at it. */
export function addFaults(program: Command, sandbox: Sandbox): void {
  const { say, print } = sandbox;
  const connect = () => connectClouds(sandbox);
  program
    .command("operations")
    .argument("[word]", "only those whose name or path contains it", "")
    .action(async (word: string) => {
      for (const { name, method, path } of await (await connect()).readOperations()) {
        if (`${name} ${method} ${path}`.toLowerCase().includes(word.toLowerCase()))
          print(`${name}  ${method} ${path}\n`);
      }
    });
  program
    .command("fault")
    .argument("<operation>", "such as fly.createApp; see: operations")
    .argument(
      "<kind>",
      Object.entries(faultKinds)
        .map(([kind, effect]) => `${kind}: ${effect}`)
        .join("; "),
    )
    .option("--status <code>", "of refuse and misreport", Number)
    .option("--times <n>", "how many calls it strikes (1)", Number)
    .option("--retry-after <seconds>", "sent along with a refusal", Number)
    .option("--delay <milliseconds>", "of slow", Number)
    .action(async (operation: string, kind: string, options: { delay?: number }) => {
      const { delay, ...others } = options;
      const clouds = await connect();
      const faults = await clouds.readFaults();
      await clouds.setFaults([
        ...faults,
        { operation, kind, ...others, ...(delay !== undefined && { delayMs: delay }) },
      ]);
      say(`set: the next ${(others as { times?: number }).times ?? 1} of ${operation} ${kind}`);
    });
  program
    .command("faults")
    .argument("[clear]", "removes them all", parseClear)
    .action(async (clear?: string) => {
      const clouds = await connect();
      if (clear) await clouds.setFaults([]);
      for (const fault of await clouds.readFaults()) print(`${JSON.stringify(fault)}\n`);
    });
}
