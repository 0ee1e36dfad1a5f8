import type { Blueprint } from "../../components/blueprint.ts";
import { covers } from "../../config/parity.ts";
import type { Path } from "../../problem/path.ts";

/** Why two environments differ there, as one of them says under `differs`. Why a thing is shared is another matter. */
export function reasonFor(path: Path, ...environments: readonly Blueprint[]): string | undefined {
  const isShared = (pattern: string, { apps, databases, buckets, sites }: Blueprint) =>
    Object.entries({ apps, databases, buckets, sites }).some(([noun, things]) =>
      things.some(({ key, shared }) => shared !== undefined && pattern === `${noun}.${key}`),
    );
  const all = environments.flatMap((environment) =>
    Object.entries(environment.reasons).filter(([pattern]) => !isShared(pattern, environment)),
  );
  return all.find(([pattern]) => covers(pattern, path))?.[1];
}
