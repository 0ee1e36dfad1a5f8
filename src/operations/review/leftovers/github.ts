import { pullOf } from "../../../components/review/template.ts";
import type { Search } from "./leftover.ts";

/**
 * GitHub environments of pull requests. None is declared for one any more; GitHub makes one by itself where a workflow names it,
 * and a release before made them. A token that may not delete them is told so.
 */
export const githubLeftovers: Search = {
  async find({ product }, { github }) {
    if (!github) return [];
    const start = product === undefined ? "" : `${product}-`;
    return (await github.environments.list()).flatMap((name) => {
      const pull = name.startsWith(start) ? pullOf(name.slice(start.length)) : undefined;
      return pull === undefined
        ? []
        : [
            {
              pull,
              what: `GitHub environment ${name}`,
              remove: () => github.environments.delete(name),
            },
          ];
    });
  },
};
