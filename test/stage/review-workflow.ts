import { homedir } from "node:os";
import { Project } from "../../src/components/project.ts";
import { aboutPull, push } from "../documents/workflows/pull-request.ts";
import { jobOf, workflowAt } from "../documents/workflows/read-workflow.ts";
import { type JobRun, runJob } from "../documents/workflows/run-job.ts";
import { stubFlyctl } from "./flyctl/flyctl.ts";
import type { Sandbox } from "./sandbox.ts";
import { startOf } from "./typed-line.ts";

/**
 * Runs jobs of the workflow that is rendered of a sandbox's product, as GitHub would for a pull request of `ref`. Their commands are the
 * sandbox's own, and a stub of flyctl at its Fly.
 */
export async function reviewWorkflow(sandbox: Sandbox, pull: number, ref: string, repository: string) {
  const { blueprints } = new Project(sandbox.source).resolve();
  const workflow = workflowAt("review-app.yml", blueprints);
  const { origin, sha } = push(blueprints, { Dockerfile: "FROM scratch\n" });
  const variables = await sandbox.variables();
  const templates = [...(blueprints.get("review")?.apps ?? [])].map(({ name }) => name);
  const start = [...startOf("sandbox"), "--dir", sandbox.folder, "--system", sandbox.source, "parity"];
  const npx = [`shift 4 && cd '${sandbox.source}'`, `exec ${start.map((word) => `'${word}'`).join(" ")} "$@"`];
  const commands = {
    npm: "true",
    npx: npx.join("\n"),
    flyctl: await stubFlyctl(variables["FLY_FLAPS_BASE_URL"] ?? "", templates),
    curl: "true",
  };
  return (id: string, needs: object = {}): Promise<JobRun> =>
    runJob(
      jobOf(workflow, id),
      { github: aboutPull(pull, sha, ref, variables["GITHUB_TOKEN"] ?? ""), needs, secrets: variables },
      {
        origin,
        commands,
        env: { ...variables, GITHUB_REPOSITORY: repository, NO_COLOR: "1", CI: "true", HOME: homedir() },
      },
    );
}
