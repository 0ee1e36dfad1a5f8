import { distinct, isOwn, type Leftover, pullNamed, type Search } from "./leftover.ts";

/** Apps and clusters of the organization. Fly keeps no mark on them: the name tells. */
export const flyLeftovers: Search = {
  vendor: "Fly",
  async find({ example: { apps, databases } }, { clouds }) {
    const own = apps.filter(isOwn);
    const clusters = databases.filter((one) => one.provider === "fly" && isOwn(one));
    const found: Leftover[] = [];
    for (const organization of distinct([...own, ...clusters].map((one) => one.organization))) {
      const fly = await clouds.fly();
      const listed = own.length > 0 ? await fly.apps.list(organization) : [];
      for (const { name } of listed) {
        const pull = own.map((app) => pullNamed(name, app.name)).find((number) => number !== undefined);
        if (pull !== undefined) found.push({ pull, what: `Fly app ${name}`, remove: () => fly.apps.delete(name) });
      }
      const held = clusters.length > 0 ? await fly.postgres.list(organization) : [];
      for (const { id, name } of held) {
        const pull = clusters.map((one) => pullNamed(name, one.name)).find((number) => number !== undefined);
        if (pull === undefined) continue;
        found.push({ pull, what: `Fly Postgres cluster ${name}`, remove: () => fly.postgres.delete(id) });
      }
    }
    return found;
  },
};
