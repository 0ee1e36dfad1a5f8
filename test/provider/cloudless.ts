import { afterAll, beforeAll } from "vitest";
import { z } from "zod";
import type { AnyDefinition } from "../../src/plugin/resource.ts";
import { startPlugin, type TestPlugin } from "../plugin/harness.ts";

/** The plugin with one resource type, which needs no cloud, during the tests of a `describe`: call what it answers in them. */
export function servePlugin(definition: AnyDefinition<undefined>): () => TestPlugin {
  let plugin: TestPlugin;
  beforeAll(async () => {
    plugin = await startPlugin({
      name: "parity",
      version: "0.1.0",
      config: z.object({}),
      resources: [definition],
      connect: () => undefined,
    });
  });
  afterAll(() => plugin.close());
  return () => plugin;
}
