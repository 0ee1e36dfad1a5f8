import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { describe, expect, test } from "vitest";
import { closeWithTest } from "../../stage/server.ts";
import { acme, jobOf, stepOf, workflowAt } from "./read-workflow.ts";
import { runStep } from "./run-step.ts";

const workflowWith = (onFailure: { webhook: string } | { command: string } | undefined) =>
  workflowAt(
    "deploy-staging.yml",
    acme({
      system: { pipeline: { checks: { test: "npm test" } } },
      staging: { deploy: { on: { push: { branches: ["main"] } }, ...(onFailure && { onFailure }) } },
    }),
  );
const told = { MESSAGE: 'acme: it\'s "failed"', RUN_URL: "https://github.com/acme/acme/actions/runs/7" };

describe("a webhook", () => {
  const job = jobOf(workflowWith({ webhook: "ALERTS" }), "tell-failure");
  const step = stepOf(job, "Tell of the failure");

  /** A server that takes one message, with a secret in its path. */
  async function webhook(status: number) {
    const taken: { path: string; type: string; body: unknown }[] = [];
    const server = createServer(async (request: IncomingMessage, response) => {
      const type = request.headers["content-type"] ?? "";
      taken.push({ path: request.url ?? "", type, body: JSON.parse(await text(request)) });
      response.writeHead(status).end("no-canary-9c1");
    });
    closeWithTest(server);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return { taken, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/services/canary-9c1` };
  }

  test("is told after any job has failed, outside the environment, so that nobody has to approve it", () => {
    expect(job.needs).toEqual(["prepare", "test", "deploy-api"]);
    expect(job.if).toBe("${{ failure() }}");
    expect(job.environment).toBeUndefined();
    expect(step.env?.["WEBHOOK"]).toBe("${{ secrets.ALERTS }}");
  });

  test("is sent what happened and where it can be read, and its URL is in no command line and no output", async () => {
    const { taken, url } = await webhook(200);
    const curl = 'exec env -u http_proxy -u HTTP_PROXY /usr/bin/curl --noproxy "*" "$@"';
    const { exitCode, output, calls } = await runStep(step, { curl }, { ...told, WEBHOOK: url });
    expect([exitCode, output]).toEqual([0, ""]);
    const message = `${told.MESSAGE}: ${told.RUN_URL}`;
    expect(taken).toEqual([
      { path: "/services/canary-9c1", type: "application/json", body: { text: message, content: message } },
    ]);
    expect(calls.join("")).not.toContain("canary");
  });

  test.each([
    ["that refuses", 403, undefined],
    ["that is not there", 200, "http://127.0.0.1:1/services/canary-9c1"],
    ["without a URL", 200, ""],
  ])("%s fails the job, and says nothing of its URL", async (_, status, other) => {
    const { url } = await webhook(status);
    const curl = 'exec /usr/bin/curl --noproxy "*" "$@" --retry 0';
    const { exitCode, output } = await runStep(step, { curl }, { ...told, WEBHOOK: other ?? url });
    expect(exitCode).toBe(1);
    expect(output).toMatch(/^::error::The (webhook did not take the message|repository has no secret)/);
    expect(output).not.toContain("canary");
  });
});

test("a command is run in a checkout, with the message in its environment", async () => {
  const job = jobOf(workflowWith({ command: 'echo "$MESSAGE at $RUN_URL"' }), "tell-failure");
  expect(job.steps.map(({ name }) => name)).toEqual(["Check out", "Tell of the failure"]);
  const { output } = await runStep(stepOf(job, "Tell of the failure"), {}, told);
  expect(output).toBe(`${told.MESSAGE} at ${told.RUN_URL}\n`);
});

test("nothing is told where nothing is said", () => {
  expect(Object.keys(workflowWith(undefined).jobs)).toEqual(["prepare", "test", "deploy-api"]);
});
