import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { giveSecrets } from "../../sandbox/stack-file.ts";
import { encrypt, encryptionSalt } from "../../sandbox/stack-secrets.ts";
import { api, productFiles } from "../stage/product.ts";
import { Sandbox } from "../stage/sandbox.ts";

const acme = new Sandbox(productFiles({ apps: { api } }, { engine: {}, sandbox: {} }));
afterAll(() => acme.close());

const fileOf = (stack: string) => join(acme.folder, "project", `Pulumi.${stack}.yaml`);
const saltOf = (stack: string) => /^encryptionsalt: (.*)$/m.exec(readFileSync(fileOf(stack), "utf8"))?.[1] ?? "";

/** The state of a new stack, without what differs from one to the next. */
async function newState(stack: string): Promise<unknown> {
  const text = readFileSync(join(acme.folder, `state/.pulumi/stacks/acme/${stack}.json`), "utf8");
  const time = /"time":"[^"]*"/;
  expect(text).toMatch(time);
  expect(text).toContain(saltOf(stack));
  return JSON.parse(text.replace(time, '"time":""').replace(saltOf(stack), "").replaceAll(`/${stack}"`, '/a stack"'));
}

/** What lies beside it; the sum is of what differs. */
function attributes(stack: string): unknown {
  const text = readFileSync(join(acme.folder, `state/.pulumi/stacks/acme/${stack}.json.attrs`), "utf8");
  return JSON.parse(text.replace(/"md5":"[\w+/]{22}=="/, '"md5":""'));
}

test("a stack that the sandbox makes without the engine is one as the engine makes it, whose secrets it reads", async () => {
  await acme.succeed(["stack", "init", "engine"]);
  const secrets = { engine: "sealed for a salt of the engine's", sandbox: "sealed for the sandbox's own salt" };
  for (const [stack, value] of Object.entries(secrets)) {
    const known = `${stack}:known`;
    await acme.succeed(["config", "set", "--stack", stack, known, "plain"]);
    const values = [{ path: ["acme:secrets", "KEY"], secure: encrypt(value, saltOf(stack)) }];
    writeFileSync(fileOf(stack), giveSecrets(readFileSync(fileOf(stack), "utf8"), values));
    const read = await acme.ask<object>(["config", "--json", "--show-secrets", "--stack", stack]);
    expect(read).toMatchObject({
      [known]: { value: "plain" },
      "acme:secrets": { value: JSON.stringify({ KEY: value }), secret: true },
    });
  }
  expect(saltOf("sandbox")).toBe(encryptionSalt);
  expect(saltOf("engine")).not.toBe(encryptionSalt);
  expect(await newState("sandbox")).toEqual(await newState("engine"));
  expect(attributes("sandbox")).toEqual(attributes("engine"));
});
