import { nouns } from "../config/scope.ts";
import { addressOf, deferred } from "../config/template.ts";
import type { Blueprint } from "./blueprint.ts";

/** A stack with the things that a protected stack reads from it: they are protected like that stack's own. */
export function withReaders(blueprint: Blueprint, all: readonly Blueprint[]): Blueprint {
  const readers = all.filter(({ protect, stack }) => protect && stack !== blueprint.stack);
  const read = readers.flatMap((reader) =>
    nouns.flatMap((noun) =>
      reader[noun].flatMap(({ key, ownership }) =>
        ownership.in === "owner" && ownership.stack === blueprint.stack ? [`${noun}.${key}`] : [],
      ),
    ),
  );
  return {
    ...blueprint,
    protectedThings: [...new Set(read)],
    shares: [...blueprint.shares, ...branchedFrom(blueprint, all)],
  };
}

/** What stacks need whose databases are branches of this one's. */
function branchedFrom({ stack }: Blueprint, all: readonly Blueprint[]): Blueprint["shares"] {
  const branched = all.flatMap(({ databases }) =>
    databases.flatMap(({ key, branch }) => (branch?.of === stack ? [key] : [])),
  );
  return [...new Set(branched)].flatMap((key) =>
    ["projectId", "branchId"].map((output) => {
      const part = { of: "database", key, output, secret: false } as const;
      return { address: addressOf(part), template: deferred(part) };
    }),
  );
}
