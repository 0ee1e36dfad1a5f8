import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Test files that take long, longest first. Vitest goes by their size where no earlier run is remembered. */
export const longest = [
  "test/proof/own-types.test.ts",
  "test/documents/workflows/run-deploy.test.ts",
  "test/sandbox/clouds/neon/neonctl.test.ts",
  "test/documents/workflows/every-workflow.test.ts",
  "test/operations/doctor/doctor.test.ts",
  "test/proof/sequences.test.ts",
  ...[
    ...["package", "drift", "up", "plyr", "kills", "recovery", "adopt", "review", "everything", "lines", "rotation"],
    ...["pull-request", "live-listen", "order", "mistakes", "previous-state", "ci", "relay", "microbima", "history"],
  ].map((name) => `test/e2e/${name}.test.ts`),
];

/** Starts what takes longest first, so that no processor waits for it at the end. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const placeOf = ({ moduleId }: TestSpecification) => {
      const place = longest.findIndex((path) => moduleId.endsWith(`/${path}`));
      return place < 0 ? longest.length : place;
    };
    return (await super.sort(files)).sort((a, b) => placeOf(a) - placeOf(b));
  }
}
