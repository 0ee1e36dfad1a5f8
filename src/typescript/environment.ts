import * as pulumi from "@pulumi/pulumi";
import type { Secrets } from "../components/endpoints.ts";
import { Declarations } from "../environment/declarations.ts";
import { outputsOf } from "../environment/outputs.ts";
import { refused } from "../environment/refused.ts";
import { lookAround } from "../environment/surroundings.ts";
import { hasErrors } from "../problem/problem.ts";
import { renderProblems } from "../problem/text.ts";
import { inArguments, type Resolved, resolveArguments } from "./arguments.ts";
import { type Things, thingsOf } from "./things.ts";

interface ProgramArgs {
  readonly system: unknown;
  readonly environment?: unknown;
  readonly secrets?: { readonly [name: string]: pulumi.Input<string> };
}

interface Values {
  readonly [name: string]: string;
}

interface Declared {
  readonly declarations: Declarations;
  readonly outputs: { readonly [name: string]: pulumi.Input<unknown> };
}

/** The component of types/index.d.ts. What can be known before anything exists is known when it is made; the rest is an output. */
export class ProgramEnvironment extends pulumi.ComponentResource<Declared> {
  readonly apps: Things["apps"];
  readonly databases: Things["databases"];
  readonly buckets: Things["buckets"];
  readonly sites: Things["sites"];
  readonly outputs: pulumi.Output<unknown>;

  constructor(name: string, args: ProgramArgs, opts?: pulumi.ComponentResourceOptions) {
    const { secrets, known: given } = secretsOf(args);
    const { system, environment = {} } = args;
    const stack = pulumi.getStack();
    const resolved = resolveArguments({ project: pulumi.getProject(), stack, system, environment, secrets: given });
    super("parity:index:Environment", name, { resolved, secrets, given: Object.keys(given) }, opts);
    const things = thingsOf(resolved.blueprint, (template) => this.later((all) => all.fill(template)));
    this.apps = things.apps;
    this.databases = things.databases;
    this.buckets = things.buckets;
    this.sites = things.sites;
    this.outputs = pulumi.output(this.getData().then(({ outputs }) => outputs));
  }

  /** Runs while the constructor does. Nothing is declared before everything that can be missing was looked for. */
  protected override async initialize({ resolved, secrets, given }: pulumi.Inputs): Promise<Declared> {
    const { blueprint, resolution } = resolved as Resolved;
    const shared = await checkSurroundings(resolved as Resolved, given as readonly string[]);
    const declarations = new Declarations(blueprint, { secrets, shared }, this);
    declarations.declareAll();
    const shares = blueprint.shares.map(({ address, template }) => [address, declarations.fill(template)] as const);
    const declared = { shares: Object.fromEntries(shares), hosts: declarations.databaseHosts() };
    return { declarations, outputs: outputsOf(blueprint, declared, resolution.reaches) };
  }

  private later<T>(read: (declarations: Declarations) => pulumi.Output<T>): pulumi.Output<T> {
    return pulumi.output(this.getData().then(({ declarations }) => read(declarations))) as pulumi.Output<T>;
  }
}

/** What owner stacks say. Everything that is missing around the program is thrown at once. */
async function checkSurroundings({ blueprint, resolution }: Resolved, given: readonly string[]) {
  const { project, stack } = blueprint;
  const reaches = new Map([[stack, resolution.reaches]]);
  const { shared, problems, ofConfig } = await lookAround({
    ...{ project, stack, reaches, given },
    // Where the arguments say that something is kept is not where a file would.
    resolved: { ...resolution, blueprint, unsent: [] },
  });
  const found = [...problems, ...ofConfig.map((problem) => inArguments("system", problem))];
  if (hasErrors(found)) throw refused(found);
  if (found.length > 0) await pulumi.log.warn(renderProblems(found));
  return shared;
}

/** Plain values are known now, such as that of a name which leads somewhere; others only when they are sent. */
function secretsOf({ secrets }: ProgramArgs): { secrets: pulumi.Output<Values>; known: Secrets } {
  const config = new pulumi.Config();
  if (secrets === undefined) {
    // The SDK warns of a secret that is read in clear. It is only compared here, as the schemas' checks do.
    const known = JSON.parse(pulumi.runtime.getConfig(`${pulumi.getProject()}:secrets`) ?? "{}") as Secrets;
    return { secrets: config.getSecretObject<Values>("secrets") ?? pulumi.output<Values>({}), known };
  }
  const known = Object.entries(secrets).map(([name, value]) => [name, typeof value === "string" ? value : undefined]);
  return { secrets: pulumi.secret(pulumi.all(secrets)), known: Object.fromEntries(known) as Secrets };
}
