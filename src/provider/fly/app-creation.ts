import { CloudError, isStatus } from "../../clouds/call/cloud-error.ts";
import { createOnce } from "../../clouds/call/create-once.ts";
import { poll } from "../../clouds/call/poll.ts";
import type { FlyApp, NewFlyApp } from "../../clouds/fly/apps.ts";
import type { FlyClient } from "../../clouds/fly/client.ts";
import type { Context } from "../../plugin/resource.ts";
import { line } from "../../problem/command-line.ts";
import { adoptionOf, existsUnmarked } from "../exists-already.ts";

/**
 * Creates an app. Answers its id; the app may be unreadable still. Fly has no place for a mark: only what was not there before
 * this call, whose answer was then lost, is known to be ours. Throws a Problem with advice when the name is in use.
 */
export async function createApp(fly: FlyClient, inputs: NewFlyApp, context: Context): Promise<string> {
  const attempt: Attempt = { fly, inputs, context, ours: false };
  const wasThere = await mayExist(fly, inputs.name);
  try {
    const { id } = await createOnce<{ id: string }>({
      create: () => fly.apps.create(inputs),
      find: async (lost) => {
        attempt.ours = !wasThere;
        return (await mayExist(fly, inputs.name)) ? takeOver(attempt, lost) : undefined;
      },
    });
    return id;
  } catch (error) {
    // Also when an app whose answer was lost did not show at once, and was asked for again.
    if (error instanceof CloudError && saysNameIsTaken(error)) return (await takeOver(attempt, error)).id;
    throw error instanceof CloudError ? withAdvice(error) : error;
  }
}

interface Attempt {
  readonly fly: FlyClient;
  readonly inputs: NewFlyApp;
  readonly context: Context;
  /** Whether this call may have made what is there. */
  ours: boolean;
}

/** What this call made: in the right organization and with nothing in it. Else throws. */
async function takeOver({ fly, inputs, context, ours }: Attempt, refused: CloudError): Promise<FlyApp> {
  const { name, organization } = inputs;
  const app = await findOwn(fly, name, context.signal, refused);
  if (!(await belongsTo(fly, app, organization))) {
    throw refused.withFix(
      `app "${name}" belongs to your organization "${app.organization.slug}", not to "${organization}": choose another name, or move it and take it over`,
      line`fly apps move ${name} --org ${organization}`,
      adoptionOf(context),
    );
  }
  if (ours && (await isEmpty(fly, app))) return app;
  throw existsUnmarked(
    `Organization "${organization}" already has a Fly app "${name}", and nothing proves that this stack made it.`,
    context,
    "Fly keeps no mark on an app: that of another stack, and one that a killed run of this stack made, look alike.",
  );
}

async function mayExist(fly: FlyClient, name: string): Promise<boolean> {
  try {
    return (await fly.apps.find(name)) !== undefined;
  } catch (error) {
    if (isStatus(error, 401, 403)) return true;
    throw error;
  }
}

async function findOwn(fly: FlyClient, name: string, signal: AbortSignal, refused: CloudError): Promise<FlyApp> {
  try {
    const app = await waitUntilReadable(fly, name, signal);
    if (app) return app;
  } catch (error) {
    if (!isStatus(error, 403)) throw error;
    throw refused.withFix(`app "${name}" belongs to somebody else: app names are shared by all of Fly, choose another`);
  }
  throw refused.withFix(
    `app "${name}" cannot be read although the name is taken: run the same command again in a minute`,
  );
}

export async function belongsTo(fly: FlyClient, app: FlyApp, organization: string): Promise<boolean> {
  if (app.organization.slug === organization) return true;
  // Reads answer the real slug of the personal organization, and only its list knows the alias.
  return organization === "personal" && (await fly.apps.list(organization)).some(({ name }) => name === app.name);
}

async function isEmpty(fly: FlyClient, app: FlyApp): Promise<boolean> {
  if (app.status !== "pending" || app.machine_count > 0 || app.volume_count > 0) return false;
  const [secrets, addresses] = await Promise.all([fly.secrets.list(app.name), fly.ipAssignments.list(app.name)]);
  return secrets?.length === 0 && addresses?.length === 0;
}

/**
 * After a create, reads answer 404 or 401 for a while; fly-go waits a minute for that too. `undefined` when it passed.
 */
export async function waitUntilReadable(
  fly: FlyClient,
  name: string,
  signal: AbortSignal,
): Promise<FlyApp | undefined> {
  return poll({ deadlineMs: 60_000, signal }, async () => {
    try {
      return await fly.apps.find(name);
    } catch (error) {
      if (isStatus(error, 401)) return undefined;
      throw error;
    }
  });
}

/** Older versions of the API answer without the code. */
function saysNameIsTaken({ failure }: CloudError): boolean {
  if (failure.code !== undefined) return failure.code === "name_taken";
  return failure.status === 422 && /already been taken|uniqueness constraint/.test(failure.said);
}

function withAdvice(error: CloudError): CloudError {
  if (error.status === 403)
    return error.withFix("an app's deploy token cannot create apps: use one of `fly tokens create org`");
  if (error.status === 404) return error.withFix("see `fly orgs list` for the slugs of your organizations");
  return error;
}
