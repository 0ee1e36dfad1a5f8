import { defineConfig } from "vitest/config";
import { LongestFirst } from "./test/longest-first.ts";

export default defineConfig({
  test: {
    globalSetup: ["test/temporary-folder.ts", "test/build.ts"],
    // Two cores: an end-to-end test fills one with an engine, its plugins and a program, and waits now and then.
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    // Half of a run was loading the same modules again for each file. What a test changes of them, it puts back.
    isolate: false,
    projects: [
      {
        test: {
          name: "unit",
          include: ["test/**/*.test.ts"],
          exclude: ["test/e2e/**"],
          setupFiles: ["test/properties.ts"],
          unstubEnvs: true,
          unstubGlobals: true,
          testTimeout: process.env["PROPERTY_RUNS"] ? 300_000 : 30_000,
        },
      },
      {
        test: {
          name: "e2e",
          include: ["test/e2e/**/*.test.ts"],
          testTimeout: 300_000,
          hookTimeout: 600_000,
        },
      },
    ],
  },
});
