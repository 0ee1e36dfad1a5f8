import type * as pulumi from "@pulumi/pulumi";
import type { Overrides, System } from "./config.d.ts";

export type { Overrides, System };

type Noun = "apps" | "databases" | "buckets" | "sites";

/** A thing of a system, such as an app. */
type Thing<N extends Noun> = NonNullable<System[N]>[string];

/** A system whose things have these keys. The keys alone are inferred: a property that no schema knows is an error of types. */
type SystemOf<Apps extends string, Databases extends string, Buckets extends string, Sites extends string> = Omit<
  System,
  Noun
> & {
  readonly apps?: { readonly [key in Apps]: Thing<"apps"> } | undefined;
  readonly databases?: { readonly [key in Databases]: Thing<"databases"> } | undefined;
  readonly buckets?: { readonly [key in Buckets]: Thing<"buckets"> } | undefined;
  readonly sites?: { readonly [key in Sites]: Thing<"sites"> } | undefined;
};

export interface EnvironmentArgs<
  Apps extends string = string,
  Databases extends string = string,
  Buckets extends string = string,
  Sites extends string = string,
> {
  /** What all environments share: what `<project>:system` of Pulumi.yaml holds in a product of YAML. */
  readonly system: SystemOf<Apps, Databases, Buckets, Sites>;
  /** What this environment is and what differs in it: what `<project>:environment` of a stack file holds. Default: nothing. */
  readonly environment?: Overrides;
  /** Values that only a person has, by name. Default: what the stack's config has under `<project>:secrets`. */
  readonly secrets?: { readonly [name: string]: pulumi.Input<string> };
}

export interface AppOutputs {
  /** Its name at Fly. */
  readonly name: string;
  /** Where it answers. Absent: it serves nothing, such as a worker. */
  readonly url?: string;
}

/** Connections are secret, and there only where this stack declares the database: elsewhere each throws a `RunError`. */
export interface DatabaseOutputs {
  readonly name: string;
  readonly database: string;
  readonly role: string;
  readonly url: pulumi.Output<string>;
  readonly pooledUrl: pulumi.Output<string>;
}

export interface BucketOutputs {
  readonly name: string;
}

export interface SiteOutputs {
  readonly project: string;
  readonly url: pulumi.Output<string>;
}

/** What `resources.ts` beside a Pulumi.yaml is given. */
export interface ProductEnvironment {
  /** Of the stack. */
  readonly name: string;
  readonly tier: "development" | "review" | "staging" | "production" | "shared";
  readonly apps: { readonly [key: string]: AppOutputs };
  readonly databases: { readonly [key: string]: DatabaseOutputs };
  readonly buckets: { readonly [key: string]: BucketOutputs };
  readonly sites: { readonly [key: string]: SiteOutputs };
}

/**
 * The default export of `resources.ts` beside a Pulumi.yaml: declares what parity does not know, in every stack of the product. What
 * it answers is the stack's output `resources`.
 */
export type DeclareResources = (environment: ProductEnvironment) => unknown;

/**
 * The environment that the current stack is: every app, database, bucket and site of a system, as Fly, Neon, Cloudflare and GitHub have
 * them. Its resources have the names that a product of YAML gives them, so that one can become the other where `name` is the project's name.
 *
 * Throws a `RunError` with everything that is wrong with the arguments, each with its place, its code and what to do. What else is
 * missing, such as a credential, a secret or an owner stack that is not up, ends the run in the same way before anything is declared.
 */
export class Environment<
  Apps extends string = string,
  Databases extends string = string,
  Buckets extends string = string,
  Sites extends string = string,
> extends pulumi.ComponentResource {
  readonly apps: { readonly [key in Apps]: AppOutputs };
  readonly databases: { readonly [key in Databases]: DatabaseOutputs };
  readonly buckets: { readonly [key in Buckets]: BucketOutputs };
  readonly sites: { readonly [key in Sites]: SiteOutputs };
  /** What `pulumi stack output` shows of a product of YAML. A stack whose things others share exports all of it. */
  readonly outputs: pulumi.Output<unknown>;
  constructor(
    name: string,
    args: EnvironmentArgs<Apps, Databases, Buckets, Sites>,
    opts?: pulumi.ComponentResourceOptions,
  );
}
