import { z } from "zod";
import type { FlyApp } from "../../clouds/fly/apps.ts";
import { type Context, defineResource } from "../../plugin/resource.ts";
import { line } from "../../problem/command-line.ts";
import { Problem } from "../../problem/problem.ts";
import { flyAppNameProblem } from "../../vendors/fly/app-name.ts";
import type { Clouds } from "../clouds.ts";
import { keeping } from "../keeping.ts";
import { belongsTo, createApp, waitUntilReadable } from "./app-creation.ts";
import { requireGone } from "./presence.ts";

const inputs = z.object({
  name: z
    .string()
    .describe("Name, and id, of the app: one namespace for all of Fly. 1 to 63 of a-z, 0-9, dash. Cannot be changed."),
  organization: z
    .string()
    .min(1)
    .describe("Slug of the organization that owns the app, or `personal`. Cannot be changed."),
  network: z
    .string()
    .min(1)
    .optional()
    .describe("Private network of its own. Default: the organization's. Cannot be changed."),
});

const outputs = z.object({
  appId: z.string().describe("Fly's internal id of the app."),
  hostname: z.string().describe("`<name>.fly.dev`. Answers once the app has an address and a machine."),
  organizationSlug: z.string().describe("The organization's real slug, also where the input says `personal`."),
});

type Inputs = z.infer<typeof inputs>;
type Outputs = z.infer<typeof outputs>;

/** A Fly app: what its addresses, secrets, certificates, volumes and machines hang on. Its id is its name. */
export const appDefinition = defineResource<Clouds>()({
  token: "parity:fly:App",
  description: "A Fly app, without machines: deploying code is flyctl's work.",
  inputs,
  outputs,
  replaceOn: ["name", "organization", "network"],
  stateful: "Its addresses, secrets, certificates and volumes go with it, and anybody may take its name.",
  neverReplaced: {
    why: "Fly has no such update, and a new app would start without this one's addresses, secrets, certificates and volumes.",
    fix:
      "declare a second app beside it, move the traffic, then remove the first; to change the organization only, run " +
      "`fly apps move`, then `pulumi refresh`",
  },
  check: ({ name }) => {
    const problem = name === undefined ? undefined : flyAppNameProblem(name);
    return problem ? [problem.at({ path: ["name"] })] : [];
  },
  predict: ({ name }) => (name === undefined ? {} : { hostname: hostnameOf(name) }),

  async find({ clouds, inputs: { name, organization } }) {
    const fly = await clouds.fly();
    const app = name === undefined ? undefined : await fly.apps.find(name);
    return app && (organization === undefined || (await belongsTo(fly, app, organization))) ? [app.name] : [];
  },

  async create({ clouds, inputs, context }) {
    const fly = await clouds.fly();
    const appId = await createApp(fly, inputs, context);
    const outputs = { appId, hostname: hostnameOf(inputs.name), organizationSlug: inputs.organization };
    return keeping({ id: inputs.name, inputs, outputs }, async () => {
      const app = await waitUntilReadable(fly, inputs.name, context.signal);
      if (!app) throw unreadable(inputs.name, context);
      return { id: inputs.name, inputs, outputs: toOutputs(app) };
    });
  },

  async read({ clouds, id, known }) {
    const fly = await clouds.fly();
    const app = await fly.apps.find(id);
    return app && { id, inputs: toInputs(app, known), outputs: toOutputs(app) };
  },

  // No input can be updated: this runs after a create whose app could not be read.
  async update({ clouds, id, context }) {
    const app = await waitUntilReadable(await clouds.fly(), id, context.signal);
    if (!app) throw unreadable(id, context);
    return toOutputs(app);
  },

  async delete({ clouds, id, context }) {
    const fly = await clouds.fly();
    await fly.apps.delete(id);
    const write = { what: `app "${id}"`, command: line`fly status -a ${id}`, signal: context.signal };
    await requireGone(write, () => fly.apps.find(id));
  },
});

function unreadable(name: string, { stack }: Context): Problem {
  return new Problem({
    code: "not-shown",
    what: `App "${name}" was created, but Fly does not show it after a minute.`,
    fix: "see how it is, then go on",
    commands: [line`fly status -a ${name}`, line`pulumi up --stack ${stack}`],
  });
}

function hostnameOf(name: string): string {
  return `${name}.fly.dev`;
}

function toInputs(app: FlyApp, known: { inputs: Inputs; outputs: Outputs } | undefined): Inputs {
  const { name, organization, network } = app;
  const alias = known?.inputs.organization === "personal" && known.outputs.organizationSlug === organization.slug;
  // The organization's own network is called `default` by the docs and is empty in some answers.
  const own = network === undefined || network === "" || network === "default";
  const declared = own ? known?.inputs.network === "default" : true;
  return {
    name,
    organization: alias ? "personal" : organization.slug,
    ...(declared && { network: own ? "default" : network }),
  };
}

function toOutputs(app: FlyApp): Outputs {
  return { appId: app.id, hostname: hostnameOf(app.name), organizationSlug: app.organization.slug };
}
