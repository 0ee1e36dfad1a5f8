import { sandboxTokens } from "../../sandbox/clouds/tokens.ts";
import type { Row } from "../row.ts";
import { type Live, openLive } from "../stage/live.ts";
import { openStage, type Rehearsal, rehearse } from "../stage/rehearsal.ts";
import { killIn } from "./kills.ts";

export const rotateRow: Row = {
  name: "rotate",
  about:
    "the same kills, and Ctrl-C, at each call of a rotation of every kind of key of staging, and of one that staging reads from shared: the same command goes on to one valid key everywhere, and at every moment each machine and workflow has one that is valid",
  async run(options) {
    const live = await openLive(options.say);
    try {
      await rehearse(live, "up", await openStage(live));
      const tallies = [];
      for (const verb of ["rotate", "follow"] as const) {
        if (options.only !== undefined && options.only.split("/")[0] !== verb) continue;
        tallies.push(...(await killIn(live, await rehearseRotation(live, verb), options)));
      }
      return tallies;
    } finally {
      await live.close();
    }
  },
};

/** In a world in which staging is up and its app runs on two machines, as flyctl deploys it. */
export async function rehearseRotation(live: Live, verb: "rotate" | "follow"): Promise<Rehearsal> {
  const up = live.remember();
  for (const region of ["ord", "iad"]) await addMachine(live, "plyr-api-staging", region);
  const running = live.remember();
  up();
  live.credentials.isHeld = true;
  const rehearsal = await rehearse(live, verb, running);
  const complaints = live.credentials.complaints();
  if (complaints.length > 0) throw new Error(`${verb} breaks what is in use:\n${complaints.join("\n")}`);
  return rehearsal;
}

async function addMachine({ flyUrl }: Live, app: string, region: string): Promise<void> {
  const metadata = { fly_platform_version: "v2", fly_process_group: "app", fly_release_version: "1" };
  const config = { image: `registry.fly.io/${app}:deployment-1`, metadata };
  const answer = await fetch(`${flyUrl}/v1/apps/${app}/machines`, {
    method: "POST",
    headers: { authorization: `Bearer ${sandboxTokens.fly}`, "content-type": "application/json" },
    body: JSON.stringify({ region, config }),
  });
  if (!answer.ok) throw new Error(`${app} got no machine: ${await answer.text()}`);
}
