import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { secret, startPlugin, type TestPlugin, unknown } from "./harness.ts";
import { ToyCloud, toyOptions } from "./toy.ts";

const fix = (name: string) =>
  `\n  Fix: set it again, or take it away\n  Run: pulumi config rm --stack staging toy:${name}`;

describe("the settings of a plugin", () => {
  const cloud = new ToyCloud();
  const settings: unknown[] = [];
  let plugin: TestPlugin;

  beforeEach(async () => {
    settings.length = 0;
    const connect = (config: unknown) => {
      settings.push(config);
      return cloud;
    };
    plugin = await startPlugin({ ...toyOptions(cloud), connect });
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await plugin.close();
  });

  const useClouds = () => plugin.read("toy:index:Stamp", "any");

  it("pass as they are, tokens as secrets, engine keys untouched", async () => {
    expect(await plugin.checkConfig({ token: "t", delayMs: "5", version: "1.2.3" })).toStrictEqual({
      inputs: { token: secret("t"), delayMs: "5", version: "1.2.3" },
      failures: [],
    });
  });

  it("may be unknown in a preview", async () => {
    expect((await plugin.checkConfig({ token: unknown })).failures).toStrictEqual([]);
  });

  it("are refused all at once, without their values", async () => {
    expect((await plugin.checkConfig({ tokne: "t", delayMs: "soon" })).failures).toStrictEqual([
      ["", `toy:tokne: is not a known property.${fix("tokne")}`],
      ["", `toy:delayMs: Invalid input: expected number, received string${fix("delayMs")}`],
    ]);
  });

  it("never take a token from the environment into state", async () => {
    vi.stubEnv("TOY_TOKEN", "from the environment");
    expect((await plugin.checkConfig({})).inputs).toStrictEqual({});
  });

  it.each<[string, Record<string, string>, Parameters<TestPlugin["configure"]>[0], unknown]>([
    ["defaults", {}, {}, { delayMs: 1000 }],
    ["text from pulumi config", {}, { token: "t", delayMs: "5" }, { token: "t", delayMs: 5 }],
    ["secrets", {}, { token: secret("t") }, { token: "t", delayMs: 1000 }],
    ["the environment", { TOY_ACCESS_TOKEN: "b" }, {}, { token: "b", delayMs: 1000 }],
    ["the first variable that is set", { TOY_TOKEN: "a", TOY_ACCESS_TOKEN: "b" }, {}, { token: "a", delayMs: 1000 }],
    ["no empty variable", { TOY_TOKEN: "", TOY_ACCESS_TOKEN: "b" }, {}, { token: "b", delayMs: 1000 }],
    ["config before the environment", { TOY_TOKEN: "a" }, { token: "t" }, { token: "t", delayMs: 1000 }],
  ])("come from %s", async (_source, environment, configured, expected) => {
    for (const name of ["TOY_TOKEN", "TOY_ACCESS_TOKEN"]) vi.stubEnv(name, environment[name]);
    await plugin.configure(configured);
    await useClouds();
    expect(settings).toStrictEqual([expected]);
  });

  it("are used at the first operation that needs a cloud, once", async () => {
    await plugin.configure({});
    await plugin.previewCreate("toy:index:Stamp", { text: "a" });
    expect(settings).toStrictEqual([]);
    await useClouds();
    await useClouds();
    expect(settings).toStrictEqual([{ delayMs: 1000 }]);
  });

  it("that are wrong stop the plugin before its first operation", async () => {
    await expect(plugin.configure({ delayMs: "soon" })).rejects.toThrow(
      "toy:delayMs: Invalid input: expected number, received string\n" +
        "  Fix: correct it in the config, or in the environment variable that it comes from",
    );
  });

  it("differ without replacing what the provider made", async () => {
    expect(await plugin.diffConfig({ token: secret("a") }, { token: "b" })).toMatchObject({
      differs: true,
      replaces: [],
    });
    expect(await plugin.diffConfig({ token: secret("a") }, { token: "a" })).toMatchObject({
      differs: false,
      replaces: [],
    });
  });
});
