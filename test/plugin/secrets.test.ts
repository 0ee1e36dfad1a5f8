import { afterEach, beforeEach, expect, test } from "vitest";
import { PartialFailure } from "../../src/plugin/resource.ts";
import { Problem } from "../../src/problem/problem.ts";
import { failureOf, secret, startPlugin, type TestPlugin } from "./harness.ts";
import { startEngineLog } from "./scripted-engine.ts";
import { ToyCloud, toyOptions } from "./toy.ts";

const THING = "toy:index:Thing";
/** A plain input that came as a secret, an input that always is one, and an output that is one. */
const canaries = { given: "canary-given", always: "canary-always", output: "token-of-abc" };
const inputs = {
  name: "abc",
  size: 1,
  values: { A: secret(canaries.given) },
  secret: { K: canaries.always },
};
const echo = `you sent ${Object.values(canaries).join(" ")}`;

let cloud: ToyCloud;
let plugin: TestPlugin;
beforeEach(async () => {
  cloud = new ToyCloud();
  plugin = await startPlugin(toyOptions(cloud));
});
afterEach(() => plugin.close());

type Kept = Awaited<ReturnType<TestPlugin["create"]>>;
const operations: readonly (readonly [string, (kept: Kept) => Promise<unknown>])[] = [
  ["update", (kept) => plugin.update(THING, kept.id, kept, { ...kept.inputs, size: 2 })],
  ["read", (kept) => plugin.read(THING, kept.id, kept)],
  ["delete", (kept) => plugin.delete(THING, kept.id, kept)],
];

test.each(operations)(
  "a failed %s repeats no secret of its resource, whatever the cloud repeats",
  async (_name, run) => {
    const kept = await plugin.create(THING, inputs);
    cloud.before = () => {
      throw new Problem({ code: "toy", what: echo, fix: echo });
    };
    const { message } = await failureOf(run(kept));
    expect(message).toBe("you sent [secret] [secret] [secret]\n  Fix: you sent [secret] [secret] [secret]");
  },
);

test("a failed create repeats none that it was given, and a bug neither", async () => {
  cloud.before = () => {
    throw new TypeError(echo);
  };
  expect((await failureOf(plugin.create(THING, inputs))).message).toContain("you sent [secret] [secret] token-of-abc");
});

test("of what was made in part, the reasons repeat no secret that came with it", async () => {
  cloud.before = () => {
    const outputs = { url: "https://abc.test", token: "canary-made", revision: 1 };
    const reasons = [new Problem({ code: "toy", what: "It leaks canary-made.", fix: "shake it" })];
    throw new PartialFailure({ id: "abc", inputs: { ...inputs, values: {}, secret: {} }, outputs }, reasons);
  };
  const { message, remains } = await failureOf(plugin.create(THING, inputs));
  const told = "It leaks [secret].\n  Fix: shake it";
  expect([message, remains?.reasons, remains?.outputs.token]).toStrictEqual([told, [told], secret("canary-made")]);
});

test("a line that is logged repeats none", async () => {
  const { lines, address } = await startEngineLog();
  await plugin.attach(address);
  cloud.before = (_operation, { log }) => log("warning", echo);
  const kept = await plugin.create(THING, inputs);
  await plugin.read(THING, kept.id, kept);
  expect(lines.map(({ message }) => message)).toStrictEqual([
    "you sent [secret] [secret] token-of-abc",
    "making abc",
    "you sent [secret] [secret] [secret]",
  ]);
});

test("an input that is refused is not quoted when it is secret", async () => {
  const { failures } = await plugin.check(THING, { name: "abc", size: secret("canary-size"), secret: { K: "k" } });
  expect(failures.join("\n")).not.toContain("canary");
});
