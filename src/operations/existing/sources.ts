import type { GithubClient } from "../../clouds/github/client.ts";
import type { Blueprint } from "../../components/blueprint.ts";
import { type Clouds, connectFromEnvironment } from "../../provider/clouds.ts";
import { connectProductRepository } from "../github/product-repository.ts";

/** Who is asked for what exists. */
export interface Sources {
  readonly clouds: Clouds;
  /** The repository whose environments the stack declares. */
  readonly github: GithubClient | undefined;
  /** Ends whatever is asked. */
  readonly signal: AbortSignal;
}

/** With the tokens and addresses of the environment, as the plugins take them; connected at the first call. */
export function connectSources(blueprint: Blueprint | undefined, env: NodeJS.ProcessEnv, signal: AbortSignal): Sources {
  const github = blueprint && connectProductRepository(blueprint, env)?.github;
  return { clouds: connectFromEnvironment(env, signal), github, signal };
}
