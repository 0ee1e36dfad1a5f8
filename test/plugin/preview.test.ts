import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { secret, startPlugin, type TestPlugin, unknown } from "./harness.ts";
import { ToyCloud, toyOptions } from "./toy.ts";

const THING = "toy:index:Thing";

describe("a preview", () => {
  const cloud = new ToyCloud();
  let plugin: TestPlugin;
  beforeAll(async () => {
    plugin = await startPlugin(toyOptions(cloud));
  });
  afterAll(async () => {
    expect(cloud.calls).toStrictEqual([]);
    await plugin.close();
  });

  it("of a create shows the inputs, what can be told already, and unknowns", async () => {
    const inputs = { name: "abc", size: 1, values: { A: secret("a"), B: unknown }, secret: secret({ K: unknown }) };
    expect(await plugin.previewCreate(THING, inputs)).toStrictEqual({
      ...inputs,
      url: "https://abc.test",
      token: secret(unknown),
      revision: unknown,
    });
  });

  it("of a create tells nothing from what is unknown", async () => {
    expect(await plugin.previewCreate(THING, { name: unknown })).toStrictEqual({
      name: unknown,
      url: unknown,
      token: secret(unknown),
      revision: unknown,
    });
  });

  const kept = {
    inputs: { name: "abc", size: 1, values: {} },
    outputs: { name: "abc", size: 1, values: {}, url: "https://abc.test", token: secret("t"), revision: 4 },
  };

  it("of an update keeps outputs that the change does not touch", async () => {
    const news = { name: "abc", size: 2, values: {} };
    expect(await plugin.previewUpdate(THING, "abc", kept, news)).toStrictEqual({
      ...news,
      url: "https://abc.test",
      token: secret("t"),
      revision: 4,
    });
  });

  it("of an update shows outputs that the change touches as unknown", async () => {
    const news = { name: "abc", size: 1, values: { A: unknown } };
    expect(await plugin.previewUpdate(THING, "abc", kept, news)).toStrictEqual({
      ...news,
      url: "https://abc.test",
      token: secret("t"),
      revision: unknown,
    });
  });
});
