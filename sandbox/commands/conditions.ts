import type { Command } from "commander";
import { connectClouds, type Sandbox } from "../sandbox.ts";
import { parseClear } from "./words.ts";

/** `conditions`: how slow the clouds are, and how patient. */
export function addConditions(program: Command, sandbox: Sandbox): void {
  program
    .command("conditions")
    .argument("[clear]", "answers at once again, without limits", parseClear)
    .option("--delay <milliseconds>", "every answer is held for so long", Number)
    .option("--rate-limits", "the vendors' limits on the number of calls are kept")
    .action(async (clear: string | undefined, { delay, rateLimits }: { delay?: number; rateLimits?: true }) => {
      const clouds = await connectClouds(sandbox);
      const now = await clouds.readConditions();
      if (clear) await clouds.setConditions({});
      else if (delay !== undefined || rateLimits)
        await clouds.setConditions({
          ...now,
          ...(delay !== undefined && { delayMs: delay }),
          ...(rateLimits && { rateLimits }),
        });
      sandbox.print(`${JSON.stringify(await clouds.readConditions())}\n`);
    });
}
