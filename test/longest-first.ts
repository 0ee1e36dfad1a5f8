import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Test files that take long and are not large, which is what Vitest goes by where no earlier run is remembered. */
export const longest = [
  "test/proof/own-types.test.ts",
  "test/documents/workflows/run-deploy.test.ts",
  "test/proof/sequences.test.ts",
  "test/operations/doctor/doctor.test.ts",
  "test/sandbox/clouds/neon/neonctl.test.ts",
  "test/e2e/package.test.ts",
  "test/e2e/live-listen.test.ts",
  "test/e2e/kills.test.ts",
  "test/e2e/recovery.test.ts",
  "test/e2e/rotation.test.ts",
  "test/e2e/microbima.test.ts",
  "test/e2e/relay.test.ts",
  "test/e2e/reify-studio.test.ts",
];

/** Starts what takes longest first, so that no processor waits for it at the end. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLong = ({ moduleId }: TestSpecification) => longest.some((path) => moduleId.endsWith(`/${path}`));
    const sorted = await super.sort(files);
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}
