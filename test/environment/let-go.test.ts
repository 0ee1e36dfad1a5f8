import { expect, test } from "vitest";
import { checkLetGo } from "../../src/environment/let-go.ts";

const kept = ["apps.api.secrets.SESSION_KEY", "apps.api.secrets.DATABASE_URL"];
const stack = (...keys: { key: string; generation: number }[]) => ({
  ...{ project: "acme", stack: "staging" },
  generated: keys.map((one) => ({ ...one, shape: "hex" as const, bytes: 32 })),
});

test("a key that was kept and would be made anew is refused, with the line that gives it its value", () => {
  const [problem, ...more] = checkLetGo(kept, stack({ key: "apps.api.secrets.SESSION_KEY", generation: 1 }));
  expect(more).toEqual([]);
  expect(problem).toMatchObject({
    code: "kept-key",
    where: { path: ["apps", "api", "secrets", "SESSION_KEY"] },
    commands: ["pulumi config set --path --secret --stack staging 'acme:secrets.SESSION_KEY'"],
  });
});

test("a key that is rotated on purpose, and one that was never kept, are made", () => {
  expect(checkLetGo(kept, stack({ key: "apps.api.secrets.SESSION_KEY", generation: 2 }))).toEqual([]);
  expect(checkLetGo(kept, stack({ key: "apps.api.secrets.CSRF_KEY", generation: 1 }))).toEqual([]);
});
