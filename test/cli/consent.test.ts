import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { askToGoOn, requireSomebody } from "../../src/cli/consent.ts";

/** A terminal, or a pipe, at which somebody types a line. */
function terminal(typed: string, isTTY = true) {
  const input = Object.assign(new PassThrough(), { isTTY });
  const output = Object.assign(new PassThrough(), { isTTY });
  input.end(`${typed}\n`);
  return { input, output, shown: () => String(output.read() ?? "") };
}

test.each([["yes"], [" YES "]])("%j goes on", async (typed) => {
  const at = terminal(typed);
  await askToGoOn("staging", at);
  expect(at.shown()).toContain('Do this to staging? Only "yes" goes on: ');
});

test.each([["y"], [""], ["no"]])("%j leaves the stack as it is", async (typed) => {
  await expect(askToGoOn("staging", terminal(typed))).rejects.toMatchObject({ code: "not-agreed" });
});

test("an input that ends without an answer leaves the stack as it is", async () => {
  const input = Object.assign(new PassThrough(), { isTTY: true });
  const output = Object.assign(new PassThrough(), { isTTY: true });
  input.end();
  await expect(askToGoOn("staging", { input, output })).rejects.toMatchObject({ code: "not-agreed" });
});

test.each([
  ["there is no terminal to ask at", false, false],
  ["--json does not ask", true, true],
])("nothing is begun where nobody can be asked: %s", (why, isTTY, json) => {
  const refused = () => requireSomebody("staging", terminal("yes", isTTY), json);
  expect(refused).toThrow(`and ${why}.`);
  expect(refused).toThrow("Run: parity up --stack staging --yes");
});

test("a person at a terminal can be asked", () => {
  expect(() => requireSomebody("staging", terminal("yes"), false)).not.toThrow();
});
