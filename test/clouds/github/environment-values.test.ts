import { expect, test } from "vitest";
import { emulateGithub } from "./emulated-github.ts";

test("names of an environment's secrets and variables are listed over all pages, and no value", async () => {
  const { connect, send, repo } = await emulateGithub();
  await send("PUT", "/environments/staging", {});
  const many = Array.from({ length: 35 }, (_, i) => `NAME_${i}`);
  const [environment] = repo.environments;
  if (!environment) throw new Error("no environment");
  for (const name of many) {
    environment.secrets[name] = {
      sha256: "",
      created_at: "2026-01-01T00:00:00Z",
      updated_at: "2026-01-01T00:00:00Z",
    };
    await send("POST", "/environments/staging/variables", { name, value: "x" }).catch(() => undefined);
  }
  const { environmentValues } = connect();
  expect((await environmentValues.secrets("staging"))?.toSorted()).toEqual(many.toSorted());
  expect((await environmentValues.variables("staging"))?.toSorted()).toEqual(many.toSorted());
});

test("an environment that there is none of has neither", async () => {
  const { environmentValues } = (await emulateGithub()).connect();
  expect(await environmentValues.secrets("staging")).toBeUndefined();
  expect(await environmentValues.variables("staging")).toBeUndefined();
});
