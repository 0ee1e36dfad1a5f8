import { reviewStack } from "../../../components/review/template.ts";
import { isOwn } from "../../../config/scope.ts";
import { readMark } from "../../../provider/neon/ownership.ts";
import { waitUntilGone } from "../../../provider/neon/presence.ts";
import { neonParents } from "../neon-parents.ts";
import { type Leftover, pullNamed, type Search, startOf } from "./leftover.ts";

/** Branches with the name and with the mark of a pull request's stack, and projects that carry it. */
export const neonLeftovers: Search = {
  async find({ folder, example }, { clouds }) {
    const found: Leftover[] = [];
    for (const { projectId, name: pattern } of await neonParents(folder, example)) {
      const neon = await clouds.neon();
      const { branches } = neon;
      for (const { id, name, annotation } of await branches.list(projectId, startOf(pattern))) {
        const pull = pullNamed(name, pattern);
        const mark = readMark(annotation);
        if (pull === undefined || mark?.project !== example.project || mark.stack !== reviewStack(pull)) continue;
        const remove = async () => {
          await branches.delete(projectId, id);
          await waitUntilGone(neon, `branch "${name}"`, () => branches.find(projectId, id));
        };
        found.push({ pull, what: `Neon branch ${name}`, remove });
      }
    }
    const own = example.databases.filter((one) => one.provider === "neon" && isOwn(one) && !one.branch && !one.in);
    for (const { name: pattern } of own) {
      const { projects, branches } = await clouds.neon();
      for (const { id, name } of await projects.list(example.neon?.organization, startOf(pattern))) {
        const pull = pullNamed(name, pattern);
        if (pull === undefined) continue;
        // The mark of a project is that of the branch that it was made with.
        const marks = (await branches.list(id)).map(({ annotation }) => readMark(annotation));
        const isOurs = marks.some((mark) => mark?.project === example.project && mark.stack === reviewStack(pull));
        if (isOurs) found.push({ pull, what: `Neon project ${name}`, remove: () => projects.delete(id) });
      }
    }
    return found;
  },
};
