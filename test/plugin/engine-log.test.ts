import enginePb from "@pulumi/pulumi/proto/engine_pb.js";
import { afterEach, beforeEach, describe, expect, it, onTestFinished, test } from "vitest";
import { Problem } from "../../src/problem/problem.ts";
import { hazardsIn, hostile } from "../problem/hostile.ts";
import { failureOf, startPlugin, type TestPlugin } from "./harness.ts";
import { startEngineLog } from "./scripted-engine.ts";
import { ToyCloud, toyOptions } from "./toy.ts";

const inputs = { name: "abc", size: 1, values: {}, secret: {} };

describe("a line that a definition logs", () => {
  const cloud = new ToyCloud();
  let plugin: TestPlugin;

  beforeEach(async () => {
    plugin = await startPlugin(toyOptions(cloud));
  });
  afterEach(() => plugin.close());

  it("reaches the engine with its resource before the operation is answered", async () => {
    const { lines, address } = await startEngineLog();
    await plugin.attach(address);
    await plugin.create("toy:index:Thing", inputs);
    expect(lines).toStrictEqual([
      {
        severity: enginePb.LogSeverity.INFO,
        urn: "urn:pulumi:staging::plyr::toy:index:Thing::thing",
        message: "making abc",
      },
    ]);
  });

  it("is dropped when the engine is gone, and does no harm", async () => {
    await plugin.attach("127.0.0.1:1");
    expect((await plugin.create("toy:index:Thing", inputs)).id).toBe("abc");
  });

  it("is dropped when there is no engine", async () => {
    expect((await plugin.create("toy:index:Thing", inputs)).id).toBe("abc");
  });
});

test.each(hostile)("a vendor's %j does nothing to the log that the engine writes", async (words) => {
  const cloud = new ToyCloud();
  const plugin = await startPlugin(toyOptions(cloud));
  onTestFinished(() => plugin.close());
  const { lines, address } = await startEngineLog();
  await plugin.attach(address);
  const thrown = [new Problem({ code: "toy", what: words, fix: words }), new Error(words), words];
  for (const failure of thrown) {
    cloud.before = (_operation, { log }) => {
      log("warning", words);
      throw failure;
    };
    const { message } = await failureOf(plugin.create("toy:index:Thing", inputs));
    expect(hazardsIn(message)).toEqual([]);
  }
  expect(lines).toHaveLength(thrown.length);
  expect(lines.flatMap(({ message }) => hazardsIn(message))).toEqual([]);
});
