import type { Blueprint, PipelineBlueprint } from "../../components/blueprint.ts";
import { checkoutStep } from "./steps.ts";
import { expression, type Job, type Step } from "./workflow.ts";

export const FAILURE = "tell-failure";

/**
 * The last job, which runs when another has failed: `deploy.onFailure`. It is outside the GitHub environment, or somebody would have
 * to approve the message; so the webhook is a secret of the repository. None without `onFailure`.
 */
export function failureJob(
  { title, stack }: Blueprint,
  { onFailure }: PipelineBlueprint,
  needs: readonly string[],
): { readonly [id: string]: Job } {
  if (!onFailure) return {};
  const env = {
    MESSAGE: `${title}: the deployment to ${stack} failed`,
    RUN_URL: expression("format('{0}/{1}/actions/runs/{2}', github.server_url, github.repository, github.run_id)"),
  };
  const steps: Step[] =
    "webhook" in onFailure
      ? [
          {
            name: "Tell of the failure",
            env: { ...env, WEBHOOK: expression(`secrets.${onFailure.webhook}`) },
            run: webhookScript,
          },
        ]
      : [checkoutStep(), { name: "Tell of the failure", env, run: `${onFailure.command}\n` }];
  return { [FAILURE]: { name: "Tell of the failure", needs, if: expression("failure()"), timeoutMinutes: 5, steps } };
}

/**
 * curl reads the URL from its standard input, for everybody on the machine may read a command line, and says nothing itself, for its
 * errors name the URL.
 */
export const tellByWebhook = `body="$(jq -n --arg text "$MESSAGE: $RUN_URL" '{text: $text, content: $text}')"
if ! printf 'url = "%s"\\n' "$WEBHOOK" |
  curl --config - --silent --fail --output /dev/null --max-time 30 --retry 3 --json "$body"; then
  echo "::error::The webhook did not take the message."
  exit 1
fi
`;

const webhookScript = `if [ -z "$WEBHOOK" ]; then
  echo "::error::The repository has no secret with the URL of the webhook."
  exit 1
fi
${tellByWebhook}`;
