import { isOwn } from "../../../config/scope.ts";
import { line } from "../../../problem/command-line.ts";
import { requireGone } from "../../../provider/fly/presence.ts";
import { distinct, type Leftover, pullNamed, type Search } from "./leftover.ts";

/** Apps and clusters of the organization. Fly keeps no mark on them: the name tells. */
export const flyLeftovers: Search = {
  async find({ example: { apps, databases } }, { clouds, signal }) {
    const own = apps.filter(isOwn);
    const clusters = databases.filter((one) => one.provider === "fly" && isOwn(one));
    const found: Leftover[] = [];
    for (const organization of distinct([...own, ...clusters].map((one) => one.organization))) {
      const fly = await clouds.fly();
      const listed = own.length > 0 ? await fly.apps.list(organization) : [];
      for (const { name } of listed) {
        const pull = own.map((app) => pullNamed(name, app.name)).find((number) => number !== undefined);
        if (pull === undefined) continue;
        const remove = async () => {
          await fly.apps.delete(name);
          const write = { what: `app "${name}"`, command: line`fly status -a ${name}`, signal };
          await requireGone(write, () => fly.apps.find(name));
        };
        found.push({ pull, what: `Fly app ${name}`, remove });
      }
      const held = clusters.length > 0 ? await fly.postgres.list(organization) : [];
      for (const { id, name } of held) {
        const pull = clusters.map((one) => pullNamed(name, one.name)).find((number) => number !== undefined);
        if (pull === undefined) continue;
        const remove = async () => {
          await fly.postgres.delete(id);
          const write = { what: `cluster "${name}"`, command: line`fly mpg status ${id}`, signal, minutes: 5 };
          await requireGone(write, async () => {
            const cluster = await fly.postgres.find(id);
            return cluster?.status.startsWith("delet") ? undefined : cluster;
          });
        };
        found.push({ pull, what: `Fly Postgres cluster ${name}`, remove });
      }
    }
    return found;
  },
};
