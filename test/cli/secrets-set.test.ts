import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { runSecretsSet } from "../../src/cli/secrets/set.ts";
import { scriptPulumi } from "../operations/engine/scripted-pulumi.ts";
import { run } from "./command.ts";

const value = "not-to-be-shown";

function inputOf(text: string) {
  const input = new PassThrough();
  input.end(text);
  return { input, output: new PassThrough() };
}

/** A terminal at which somebody types. */
function typing(text: string) {
  const input = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => input });
  const output = Object.assign(new PassThrough(), { isTTY: true });
  input.write(text);
  return { input, output };
}

const set = (name: string, terminal: ReturnType<typeof inputOf>, ...stack: string[]) =>
  run(() => runSecretsSet(name, { project: ".", stack }, terminal));

test("a value from standard input goes where the config wants it in each stack, and is an argument of nothing", async () => {
  const calls = scriptPulumi({});
  const { code, out, err } = await set("LOGFIRE_WRITE_TOKEN", inputOf(`${value}\n`), "staging", "production");
  expect(code).toBe(0);
  const words = (stack: string) => expect.arrayContaining(["--secret", stack, "plyr:secrets.LOGFIRE_WRITE_TOKEN"]);
  expect(calls().filter((one) => one.includes("config"))).toEqual([words("staging"), words("production")]);
  expect(out).toContain("It goes to apps.api.secrets.LOGFIRE_WRITE_TOKEN");
  expect(out).toMatch(/plyr-api-staging.* will restart, one machine after the other\./);
  expect(out).toContain("parity up --stack production\n");
  expect(JSON.stringify([calls(), out, err])).not.toContain(value);
});

test("a value that is typed at a terminal is not shown", async () => {
  scriptPulumi({});
  const terminal = typing(`${value}\r`);
  await set("LOGFIRE_WRITE_TOKEN", terminal, "staging");
  expect(String(terminal.output.read())).toBe("LOGFIRE_WRITE_TOKEN of staging (not shown): \n");
});

test.each([
  [
    "LOGFIRE_WRITE_TOKN",
    'Nothing of "staging" takes a value "LOGFIRE_WRITE_TOKN"',
    'did you mean "LOGFIRE_WRITE_TOKEN"?',
  ],
  ["OTHER", 'takes a value "OTHER"', "known here: "],
])("a name that the product does not know, %s, is refused before a value is asked for", async (name, what, fix) => {
  const calls = scriptPulumi({});
  const failure = set(name, inputOf(""), "staging").catch((error: unknown) => error);
  const { errors } = (await failure) as AggregateError;
  expect(errors).toMatchObject([
    { code: "unknown-secret", what: expect.stringContaining(what), fix: expect.stringContaining(fix) },
  ]);
  expect(calls()).toEqual([]);
});

test("every stack that is not there is told, and no value is nothing to set", async () => {
  const calls = scriptPulumi({});
  const failure = set("LOGFIRE_WRITE_TOKEN", inputOf(value), "stagin", "prod").catch((error: unknown) => error);
  expect(((await failure) as AggregateError).errors).toMatchObject([
    { code: "no-such-stack" },
    { code: "no-such-stack" },
  ]);
  await expect(set("LOGFIRE_WRITE_TOKEN", inputOf("\n"), "staging")).rejects.toMatchObject({ code: "empty-secret" });
  expect(calls()).toEqual([]);
});

test("the template of review environments is given one too, and is not brought up itself", async () => {
  scriptPulumi({});
  const { out } = await set("LOGFIRE_WRITE_TOKEN", inputOf(value), "review");
  expect(out).toContain("The environment of each pull request has it from its own next up.");
  expect(out).not.toContain("parity up");
});
